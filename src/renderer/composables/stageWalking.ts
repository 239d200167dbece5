/** From image to image by arrow keys, and the images around where one stands. */
import { pointAt, type Vec3 } from '@shared/domain/latent/bounds'
import { KdTree } from '@shared/domain/latent/kdTree'
import { indicesOf, type SelectionMode } from '@shared/domain/latent/selecting'
import { step, type Direction } from '@shared/domain/latent/walking'
import type { Ref } from 'vue'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { seenAt } from './places'

/** Images that are selected around a place. */
const nearby = 100
/** Neighbours among which an arrow key chooses. */
const around = 200

export function stageWalking(visible: Readonly<Ref<Uint8Array>>) {
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

  return { walk, selectNear }
}
