/** Pictures of 28 × 28 are drawn at whole multiples, so that every pixel is a square of the same size. */
import { imageSide } from '@shared/domain/image'

/** The side in CSS pixels of the largest picture of which `count` with `gap` between them fit into `room`. */
export function largestSide(room: number, count: number, gap: number, density = devicePixelRatio): number {
  const side = (room - gap * (count - 1)) / count
  return sideOf(Math.floor(side * density / imageSide), density)
}

/** The side of a picture `multiple` device pixels a pixel, at least one. */
export function sideOf(multiple: number, density = devicePixelRatio): number {
  return Math.max(1, multiple) * imageSide / density
}

/** The whole multiple of 28 next to a wanted side. */
export function nearSide(wanted: number, density = devicePixelRatio): number {
  return sideOf(Math.round(wanted * density / imageSide), density)
}
