/** What a hand does on the stage, as what it means to the stores: point, look at, drag the probe, select. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import type { ScreenPolygon } from '@shared/domain/latent/selecting'
import type { Ref } from 'vue'
import type { GestureHandlers } from '../scene/gestures'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { placeAt, seenAt } from './places'
import { modeOf, selectOutlined } from './selectOutlined'

export interface Hover {
  readonly index: number
  readonly x: number
  readonly y: number
}

/** Pixels around the probe's middle by which it is taken. */
const grip = 16

export function stageHands(made: LatentScene, hover: Ref<Hover | null>, visible: Readonly<Ref<Uint8Array>>): GestureHandlers {
  const explore = useExplore()
  const latent = useLatent()

  function point(index: number, x: number, y: number) {
    explore.cursor = index
    hover.value = index < 0 ? null : { index, x, y }
  }

  /** With Shift or Alt it selects; then empty space means nothing. */
  function click(x: number, y: number, event: PointerEvent) {
    const mode = modeOf(event)
    const index = explore.tool === 'probe' && mode === 'replace' ? -1 : made.pick(x, y)
    if (mode !== 'replace') {
      if (index >= 0) explore.selectOne(index, mode)
      return
    }
    const subject = index >= 0 ? { kind: 'point', index } as const : placeUnder(x, y)
    if (subject) explore.inspect(subject)
  }

  function placeUnder(x: number, y: number) {
    return latent.frame && placeAt(latent.frame, made.placeAt(x, y, probePlace() ?? undefined))
  }

  /** The probe keeps its depth while it moves over the picture. */
  function moveProbe(x: number, y: number) {
    explore.subject = placeUnder(x, y) ?? explore.subject
    hover.value = null
  }

  function grabsProbe(x: number, y: number): boolean {
    const place = probePlace()
    const at = place && made.onScreen(place)
    return at !== null && Math.hypot(at.x - x, at.y - y) <= grip
  }

  function outline(corners: ScreenPolygon, done: boolean, event: PointerEvent) {
    made.annotate({ outline: done ? null : corners })
    if (done && corners.length >= 3) selectOutlined(made, corners, visible.value, modeOf(event))
  }

  return {
    onOrbit: (a, b) => made.rig.orbit(a, b),
    onPan: (x, y) => made.rig.pan(x, y),
    onZoom(factor, x, y) {
      const { width, height } = made.view()
      made.rig.zoom(factor, 2 * x / width - 1, 1 - 2 * y / height, made.aspect)
    },
    onHover: (x, y) => point(made.pick(x, y), x, y),
    onLeave: () => point(-1, 0, 0),
    onClick: click,
    grabsProbe,
    onProbeDrag: moveProbe,
    onOutline: outline,
    onHold: isHeld => made.hold(isHeld),
  }
}

/** Where the probe is drawn; null where something else is looked at. */
export function probePlace(): Vec3 | null {
  const { frame } = useLatent()
  const { subject } = useExplore()
  return frame && subject?.kind === 'place' ? seenAt(frame, subject) : null
}
