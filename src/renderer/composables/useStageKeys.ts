/** The stage by keyboard: walk from neighbour to neighbour, decode, turn, zoom, move the probe. */
import { pointAt, type Vec3 } from '@shared/domain/latent/bounds'
import { KdTree } from '@shared/domain/latent/kdTree'
import { step, type Direction } from '@shared/domain/latent/walking'
import { indicesOf, type SelectionMode } from '@shared/domain/latent/selecting'
import type { Ref } from 'vue'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { placeAt, seenAt } from './places'

interface Options {
  readonly visible: Ref<Uint8Array>
  frameAll(): void
  frameSelection(): void
}

const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** Radians a press turns, part of the picture it moves, factor it zooms. */
const [turn, shift, zoom] = [0.12, 0.04, 0.85]
/** Images that N selects. */
const nearby = 100
/** Neighbours among which an arrow key chooses. */
const around = 200

export function useStageKeys(scene: () => LatentScene | null, { visible, frameAll, frameSelection }: Options) {
  const explore = useExplore()
  const latent = useLatent()
  let tree: { readonly of: Float32Array, readonly among: Uint8Array, readonly kd: KdTree } | null = null

  /** Of visible points alone: among many hidden ones the nearest visible ones may lie far. */
  function treeOf(positions: Float32Array): KdTree {
    const among = visible.value
    if (tree?.of !== positions || tree.among !== among) {
      const places = positions.map((value, at) => among[Math.floor(at / 3)] === 1 ? value : NaN)
      tree = { of: positions, among, kd: new KdTree(places, around) }
    }
    return tree.kd
  }

  function walk(made: LatentScene, direction: Direction) {
    const { frame } = latent
    if (!frame) return
    const from = explore.cursor >= 0 ? explore.cursor : explore.subject?.kind === 'point' ? explore.subject.index : middle(made)
    if (from < 0) return
    const near = treeOf(frame.positions).nearest(pointAt(frame.positions, from), around, from)
    const at = (index: number) => made.onScreen(pointAt(frame.positions, index))
    const here = at(from)
    explore.cursor = here ? step(here, near.map(({ index }) => ({ index, at: at(index) })), direction) ?? from : from
  }

  /** Where a walk begins: the visible point nearest to the middle of the picture. */
  function middle(made: LatentScene): number {
    const { width, height } = made.view()
    for (const reach of [1, 2, 4, 8]) {
      const found = made.pick(width / 2 + (reach - 1) * 8, height / 2)
      if (found >= 0) return found
    }
    return indicesOf(visible.value)[0] ?? -1
  }

  function moveProbe(made: LatentScene, [right, down]: Direction, inwards: number) {
    const { frame } = latent
    const { subject } = explore
    if (!frame || subject?.kind !== 'place') return
    const { side, above, towards } = made.rig.axes()
    const far = made.rig.pictureHeight() * 0.02
    const from = seenAt(frame, subject)
    const to = from.map((value, k) =>
      value + far * (right * (side[k] ?? 0) - down * (above[k] ?? 0) + inwards * (towards[k] ?? 0))) as [number, number, number]
    explore.subject = placeAt(frame, to)
  }

  function placeProbe(made: LatentScene) {
    const { frame } = latent
    if (!frame) return
    const at = explore.cursor >= 0 ? pointAt(frame.positions, explore.cursor) : made.rig.state.target
    explore.inspect(placeAt(frame, at))
    explore.tool = 'probe'
  }

  function decode() {
    if (explore.cursor >= 0) explore.inspect({ kind: 'point', index: explore.cursor })
  }

  function toggle() {
    const { cursor, selection } = explore
    if (cursor >= 0) explore.selectOne(cursor, selection[cursor] === 1 ? 'subtract' : 'add')
  }

  /** The images around where one stands, itself included. */
  function selectNear(mode: SelectionMode) {
    const { frame } = latent
    const place = frame && standing(frame)
    if (!place) return
    const found = new Uint8Array(visible.value.length)
    for (const { index } of treeOf(frame.positions).nearest(place, nearby)) found[index] = 1
    explore.select(found, mode)
  }

  function standing(frame: LatentFrame): Vec3 | null {
    const { cursor, subject } = explore
    if (cursor >= 0) return pointAt(frame.positions, cursor)
    if (subject?.kind === 'point') return pointAt(frame.positions, subject.index)
    return subject?.kind === 'place' ? seenAt(frame, subject) : null
  }

  function arrow(made: LatentScene, direction: Direction, event: KeyboardEvent) {
    const [right, down] = direction
    if (event.shiftKey) made.rig.orbit(right * turn, down * turn)
    else if (event.altKey) made.rig.pan(right * shift, -down * shift)
    else if (explore.tool === 'probe' && explore.subject?.kind === 'place') moveProbe(made, direction, 0)
    else walk(made, direction)
    if (event.shiftKey) made.rig.stop()
  }

  const plain: Readonly<Record<string, (made: LatentScene) => unknown>> = {
    'Enter': decode,
    ' ': toggle,
    'n': () => selectNear('replace'), 'N': () => selectNear('add'),
    'Escape': () => {
      explore.cursor = -1
      if (explore.selectedCount > 0) explore.clearSelection()
      else explore.subject = null
    },
    'Home': frameAll,
    'f': frameSelection,
    '+': made => made.rig.zoom(zoom), '=': made => made.rig.zoom(zoom), '-': made => made.rig.zoom(1 / zoom),
    '1': made => made.rig.look('front'), '2': made => made.rig.look('side'), '3': made => made.rig.look('top'), '4': made => made.rig.look('corner'),
    'w': made => made.rig.fly(shift, 0, 0), 's': made => made.rig.fly(-shift, 0, 0),
    'a': made => made.rig.fly(0, -shift, 0), 'd': made => made.rig.fly(0, shift, 0),
    'r': made => made.rig.fly(0, 0, shift), 'c': made => made.rig.fly(0, 0, -shift),
    'v': () => (explore.tool = 'navigate'), 'b': () => (explore.tool = 'box'), 'l': () => (explore.tool = 'lasso'),
    'e': placeProbe,
    'i': () => (explore.sprites = !explore.sprites),
    'PageUp': made => moveProbe(made, [0, 0], 1), 'PageDown': made => moveProbe(made, [0, 0], -1),
  }

  function press(event: KeyboardEvent) {
    const made = scene()
    if (!made || event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return
    const direction = arrows[event.key]
    const action = plain[event.key]
    if (!direction && !action) return
    event.preventDefault()
    event.stopPropagation()
    if (direction) arrow(made, direction, event)
    else action?.(made)
  }

  return { press }
}
