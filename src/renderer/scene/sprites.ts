/** The points that are shown as their pictures, from one frame to the next. */
import type { ViewPort } from '@shared/domain/latent/picking'
import { toScreen } from '@shared/domain/latent/picking'
import { pointAt } from '@shared/domain/latent/bounds'
import { SpriteChooser, type ChosenSprite, type SpriteOptions } from './spriteChoice'
import type { SpriteSheet } from './spriteSheet'

/** A picture on the screen: its middle and its side, in CSS pixels. */
export interface PlacedSprite extends ChosenSprite {
  readonly slot: number
  readonly side: number
}

/** What a surface draws over the points, the first one first. */
export interface SpriteBatch {
  readonly sheet: SpriteSheet
  readonly placed: readonly PlacedSprite[]
}

/** How much larger the picture is that is pointed at. */
const magnified = 2

export class Sprites {
  private readonly chooser = new SpriteChooser()
  private placed: readonly PlacedSprite[] = []

  /** `onMissing` is told of chosen points whose pictures the sheet does not have, at each frame until it has. */
  constructor(readonly sheet: SpriteSheet, readonly options: SpriteOptions, private readonly onMissing: (indices: readonly number[]) => void) {}

  place(positions: Float32Array, states: Uint8Array, view: ViewPort, pointedAt: number): SpriteBatch {
    const chosen = this.chooser.choose(positions, states, view, this.options).filter(({ index }) => index !== pointedAt)
    const front = pointedAt >= 0 ? toScreen(pointAt(positions, pointedAt), view) : null
    // From far to near: where two touch, the nearer lies in front; the one that is pointed at before all.
    const all = [...chosen.reverse(), ...front ? [{ index: pointedAt, x: front.x, y: front.y }] : []]
    const found = all.map(({ index, x, y }): PlacedSprite => (
      { index, x, y, slot: this.sheet.slotOf(index), side: this.options.side * (index === pointedAt ? magnified : 1) }))
    const missing = found.filter(({ slot }) => slot < 0).map(({ index }) => index).reverse()
    if (missing.length > 0) this.onMissing(missing)
    this.placed = found.filter(({ slot }) => slot >= 0)
    return { sheet: this.sheet, placed: this.placed }
  }

  /** The point whose picture is under (x, y), or −1. */
  at(x: number, y: number): number {
    return this.placed.findLast(sprite => Math.abs(sprite.x - x) <= sprite.side / 2 && Math.abs(sprite.y - y) <= sprite.side / 2)?.index ?? -1
  }
}
