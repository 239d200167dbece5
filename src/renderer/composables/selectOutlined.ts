/** Selects what lies within a shape on the stage, whatever drew it. */
import { inFront, selectInside, type ScreenPolygon, type SelectionMode } from '@shared/domain/latent/selecting'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'

export function selectOutlined(scene: LatentScene, corners: ScreenPolygon, visible: Uint8Array, mode: SelectionMode): void {
  const explore = useExplore()
  const screen = scene.screen()
  explore.select(selectInside(screen, corners, explore.onlyFront ? inFront(screen, visible) : visible), mode)
  explore.panel = 'selection'
}

/** Shift adds, Alt takes away. */
export function modeOf(event: Pick<MouseEvent, 'shiftKey' | 'altKey'>): SelectionMode {
  return event.shiftKey ? 'add' : event.altKey ? 'subtract' : 'replace'
}
