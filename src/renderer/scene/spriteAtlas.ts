/** All pictures in one texture, put in as they arrive. 70,000 pictures of 28 × 28 need 8,176 × 6,720 texels: WebGL2 cards have them. */
import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from 'three'
import { imagePixels, imageSide } from '@shared/domain/image'

export class SpriteAtlas {
  readonly texture: DataTexture
  readonly columns: number
  private readonly rows: number
  private readonly width: number

  /** `largest` is the longest side that the card takes. Throws RangeError where the pictures do not fit. */
  constructor(readonly count: number, largest = 8192) {
    this.columns = Math.min(Math.max(1, count), Math.floor(largest / imageSide))
    this.rows = Math.max(1, Math.ceil(count / this.columns))
    if (this.rows * imageSide > largest) throw new RangeError(`${count} pictures do not fit into a texture of ${largest} × ${largest}`)
    this.width = this.columns * imageSide
    const height = this.rows * imageSide
    this.texture = new DataTexture(new Uint8Array(this.width * height), this.width, height, RedFormat, UnsignedByteType)
    this.texture.unpackAlignment = 1
    this.texture.minFilter = LinearFilter
    this.texture.magFilter = LinearFilter
    this.texture.needsUpdate = true
  }

  /** Width and height of one picture in texture coordinates. */
  get cell(): readonly [number, number] {
    return [1 / this.columns, 1 / this.rows]
  }

  get data(): Uint8Array {
    return this.texture.image.data as Uint8Array
  }

  /** Where row y of a picture starts in `data`. */
  rowOf(index: number, y: number): number {
    return (Math.floor(index / this.columns) * imageSide + y) * this.width + index % this.columns * imageSide
  }

  /** Puts pictures in, the first at number `from`. */
  put(from: number, pixels: Uint8Array): void {
    for (let i = 0; i < pixels.length / imagePixels; i++) {
      for (let y = 0; y < imageSide; y++) {
        const row = i * imagePixels + y * imageSide
        this.data.set(pixels.subarray(row, row + imageSide), this.rowOf(from + i, y))
      }
    }
    this.texture.needsUpdate = true
  }

  dispose(): void {
    this.texture.dispose()
  }
}
