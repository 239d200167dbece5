/** The stage by keyboard: walk from neighbour to neighbour, decode, turn, fly, move the probe, draw a box. */
import { pointAt } from '@shared/domain/latent/bounds'
import type { Direction } from '@shared/domain/latent/walking'
import { watch, type Ref } from 'vue'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { HeldKeys } from './heldKeys'
import { KeyboardBox } from './keyboardBox'
import { isMotionWelcome } from './motion'
import { placeAt, seenAt } from './places'
import { modeOf, selectOutlined } from './selectOutlined'
import { stageWalking } from './stageWalking'

interface Options {
  readonly visible: Readonly<Ref<Uint8Array>>
  frameAll(): void
  frameSelection(): void
  resetView(): void
}

const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** Radians a step turns, part of the picture it moves, factor it zooms. */
const [turn, shift, zoom] = [0.12, 0.04, 0.85]
/** Steps a second while a key is held. */
const rates = { turn: 12, move: 16, zoom: 7, fly: 20 } as const
const flights: Readonly<Record<string, readonly [forward: number, right: number, up: number]>> = {
  w: [shift, 0, 0], s: [-shift, 0, 0], a: [0, -shift, 0], d: [0, shift, 0], r: [0, 0, shift], c: [0, 0, -shift],
}
const zooms: Readonly<Record<string, number>> = { '+': zoom, '=': zoom, '-': 1 / zoom }
const depths: Readonly<Record<string, number>> = { PageUp: 1, PageDown: -1 }

export function useStageKeys(scene: () => LatentScene | null, { visible, frameAll, frameSelection, resetView }: Options) {
  const explore = useExplore()
  const latent = useLatent()
  const { walk, selectNear } = stageWalking(visible)
  const held = new HeldKeys(isMotionWelcome)
  const box = new KeyboardBox()

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

  function layBox(made: LatentScene) {
    const { frame } = latent
    explore.tool = 'box'
    box.lay(made, frame && explore.cursor >= 0 ? made.onScreen(pointAt(frame.positions, explore.cursor)) : null)
  }

  function decode() {
    if (explore.cursor >= 0) explore.inspect({ kind: 'point', index: explore.cursor })
  }

  function toggle() {
    const { cursor, selection } = explore
    if (cursor >= 0) explore.selectOne(cursor, selection[cursor] === 1 ? 'subtract' : 'add')
  }

  function letGo() {
    explore.cursor = -1
    if (explore.selectedCount > 0) explore.clearSelection()
    else explore.subject = null
  }

  function arrow(made: LatentScene, direction: Direction, { key, shiftKey, altKey }: KeyboardEvent) {
    const [right, down] = direction
    if (altKey) held.press(key, rates.move, n => made.rig.pan(right * shift * n, -down * shift * n))
    else if (box.isLaidOn(made)) held.press(key, rates.move, n => shiftKey ? box.extend(direction, n) : box.move(direction, n))
    else if (shiftKey) held.press(key, rates.turn, n => turnBy(made, right * turn * n, down * turn * n))
    else if (explore.tool === 'probe' && explore.subject?.kind === 'place') {
      held.press(key, rates.move, n => moveProbe(made, [right * n, down * n], 0))
    } else walk(made, direction)
  }

  /** A hand lets a turn run out; a key does not. */
  function turnBy({ rig }: LatentScene, byAzimuth: number, byElevation: number) {
    rig.orbit(byAzimuth, byElevation)
    rig.stop()
  }

  /** What a box that is laid makes of a key; false where it leaves the key to others. */
  function boxed(made: LatentScene, event: KeyboardEvent): boolean {
    if (!box.isLaidOn(made)) return false
    if (event.key === 'Enter') {
      held.settle()
      selectOutlined(made, box.take(), visible.value, modeOf(event))
    } else if (event.key === 'Escape') explore.tool = 'navigate'
    else return false
    return true
  }

  /** Keys that go on while they are held. */
  function lasting(made: LatentScene, event: KeyboardEvent): boolean {
    const { key } = event
    const [direction, flight, factor, depth] = [arrows[key], flights[key], zooms[key], depths[key]]
    if (direction) arrow(made, direction, event)
    else if (flight) held.press(key, rates.fly, n => made.rig.fly(flight[0] * n, flight[1] * n, flight[2] * n))
    else if (factor) held.press(key, rates.zoom, n => made.rig.zoom(factor ** n))
    else if (depth) held.press(key, rates.move, n => moveProbe(made, [0, 0], depth * n))
    else return false
    return true
  }

  const plain: Readonly<Record<string, (made: LatentScene, event: KeyboardEvent) => unknown>> = {
    'Enter': decode,
    ' ': toggle,
    'n': () => selectNear('replace'), 'N': () => selectNear('add'),
    'Escape': letGo,
    'Home': (_, { shiftKey }) => shiftKey ? resetView() : frameAll(),
    'f': frameSelection,
    '1': made => made.rig.look('front'), '2': made => made.rig.look('side'), '3': made => made.rig.look('top'), '4': made => made.rig.look('corner'),
    'v': () => (explore.tool = 'navigate'), 'b': layBox, 'l': () => (explore.tool = 'lasso'),
    'e': placeProbe,
    'i': () => (explore.sprites = !explore.sprites),
  }

  function press(event: KeyboardEvent) {
    const made = scene()
    if (!made || event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return
    const action = plain[event.key]
    if (!boxed(made, event) && !lasting(made, event)) {
      if (!action) return
      action(made, event)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  function release({ key }: KeyboardEvent) {
    held.release(key)
    held.release(key.toLowerCase()) // Shift may have come meanwhile
  }

  /** The hand took over, or the keys go elsewhere. */
  function leave() {
    held.stop()
    box.putAway()
  }
  watch(() => explore.tool, tool => tool !== 'box' && box.putAway(), { flush: 'sync' })

  return { press, release, leave }
}
