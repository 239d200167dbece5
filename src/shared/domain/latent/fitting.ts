/** Makes of any picture one like those of the data set: bright garment on black ground, filling 28 × 28 as theirs do. */
import { imagePixels, imageSide } from '../image'

/** Greys this near to the ground's belong to it. */
const tolerance = 18

/** `greys` is a square of side × side bytes. A picture without any contrast becomes black. */
export function fitGarment(greys: Uint8Array, side: number): Uint8Array {
  const ground = groundOf(greys, side)
  const bright = greys.map(value => Math.abs(value - ground) <= tolerance ? 0 : ground > 127 ? 255 - value : value)
  const box = boxOf(bright, side)
  if (!box) return new Uint8Array(imagePixels)
  const [left, top, right, bottom] = box
  const extent = Math.max(right - left, bottom - top)
  const [startX, startY] = [(left + right - extent) / 2, (top + bottom - extent) / 2]
  return Uint8Array.from({ length: imagePixels }, (_, at) => {
    const step = extent / imageSide
    return meanOver(bright, side, startX + at % imageSide * step, startY + Math.floor(at / imageSide) * step, step)
  })
}

/** The median of the border: the paper behind the garment. */
function groundOf(greys: Uint8Array, side: number): number {
  const border = Array.from({ length: side }, (_, i) => [greys[i], greys[(side - 1) * side + i], greys[i * side], greys[i * side + side - 1]])
    .flat().map(value => value ?? 0).sort((a, b) => a - b)
  return border[border.length >> 1] ?? 0
}

function boxOf(bright: Uint8Array, side: number): readonly [number, number, number, number] | null {
  let [left, top, right, bottom] = [side, side, 0, 0]
  bright.forEach((value, at) => {
    if (value <= tolerance) return
    const [x, y] = [at % side, Math.floor(at / side)]
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + 1)
    bottom = Math.max(bottom, y + 1)
  })
  return right > left ? [left, top, right, bottom] : null
}

function meanOver(greys: Uint8Array, side: number, x: number, y: number, step: number): number {
  let [sum, count] = [0, 0]
  for (let row = Math.floor(y); row < Math.max(y + step, Math.floor(y) + 1); row++) {
    for (let column = Math.floor(x); column < Math.max(x + step, Math.floor(x) + 1); column++) {
      count++
      if (row >= 0 && column >= 0 && row < side && column < side) sum += greys[row * side + column] ?? 0
    }
  }
  return Math.round(sum / Math.max(1, count))
}
