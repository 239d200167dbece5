/** Pictures of points, as many as may be on the screen at once: those that were not needed for longest make room for others. */
import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from 'three'
import { imagePixels, imageSide } from '@shared/domain/image'

/** Slots a side: 4,096 pictures, 3.2 MB, a texture that every card takes. */
export const sheetColumns = 64
export const sheetSlots = sheetColumns * sheetColumns
const width = sheetColumns * imageSide

export class SpriteSheet {
  readonly texture = makeTexture()
  /** Slots by point, the one that was needed longest ago first. */
  private readonly slots = new Map<number, number>()

  get data(): Uint8Array {
    return this.texture.image.data as Uint8Array
  }

  has(index: number): boolean {
    return this.slots.has(index)
  }

  /** Where a point's picture is, or −1; it counts as needed. */
  slotOf(index: number): number {
    const slot = this.slots.get(index)
    if (slot === undefined) return -1
    this.slots.delete(index)
    this.slots.set(index, slot)
    return slot
  }

  /** Where row y of a slot starts in `data`. */
  rowOf(slot: number, y: number): number {
    return (Math.floor(slot / sheetColumns) * imageSide + y) * width + slot % sheetColumns * imageSide
  }

  /** Takes pictures of 784 bytes, one for each point. */
  put(indices: readonly number[], pixels: Uint8Array): void {
    indices.forEach((index, i) => this.write(this.roomFor(index), pixels.subarray(i * imagePixels, (i + 1) * imagePixels)))
    this.texture.needsUpdate = true
  }

  dispose(): void {
    this.slots.clear()
    this.texture.dispose()
  }

  private roomFor(index: number): number {
    const known = this.slotOf(index)
    if (known >= 0) return known
    const slot = this.slots.size < sheetSlots ? this.slots.size : this.freeOldest()
    this.slots.set(index, slot)
    return slot
  }

  private freeOldest(): number {
    const [oldest = [-1, 0]] = this.slots
    this.slots.delete(oldest[0])
    return oldest[1]
  }

  private write(slot: number, picture: Uint8Array): void {
    for (let y = 0; y < imageSide; y++) this.data.set(picture.subarray(y * imageSide, (y + 1) * imageSide), this.rowOf(slot, y))
  }
}

function makeTexture(): DataTexture {
  const texture = new DataTexture(new Uint8Array(width * width), width, width, RedFormat, UnsignedByteType)
  texture.unpackAlignment = 1
  texture.minFilter = texture.magFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}
