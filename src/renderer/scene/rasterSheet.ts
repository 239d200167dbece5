/** The sheet of decoded pictures in perspective: every pixel in its outline is looked up through the inverse of the plane's projection. */
import type { SliceSheet } from './slicePlane'
import { packed, type RasterPicture } from './rasterPicture'

export function paintSheet(picture: RasterPicture, sheet: SliceSheet, matrix: ArrayLike<number>): void {
  const inverse = sheet.pixels.length > 0 ? inverseHomography(sheet, matrix, picture) : null
  if (!inverse) return
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const [u, v, q] = [row(inverse, 0, x, y), row(inverse, 3, x, y), row(inverse, 6, x, y)]
      if (!(q > 0) || u < 0 || v < 0 || u >= q || v >= q) continue
      const value = sheet.pixels[Math.floor(v / q * sheet.height) * sheet.width + Math.floor(u / q * sheet.width)] ?? 0
      picture.put(y * picture.width + x, 1 / q, packed(value, value, value), 236)
    }
  }
}

function row(m: readonly number[], at: number, x: number, y: number): number {
  return (m[at] ?? 0) * x + (m[at + 1] ?? 0) * y + (m[at + 2] ?? 0)
}

/** From pixels to (u, v, 1/w)·: rows of a 3 × 3 matrix, scaled so that 1 / q is the distance from the eye; null edge on. */
function inverseHomography({ corners }: SliceSheet, m: ArrayLike<number>, { width, height }: RasterPicture): number[] | null {
  const [a, b, , d] = corners
  const clip = (p: readonly [number, number, number], k: number, w: number) =>
    (m[k] ?? 0) * p[0] + (m[k + 4] ?? 0) * p[1] + (m[k + 8] ?? 0) * p[2] + w * (m[k + 12] ?? 0)
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const
  const v = [d[0] - a[0], d[1] - a[1], d[2] - a[2]] as const
  // Pixel · w = H · (u, v, 1)
  const columns = [[u, 0], [v, 0], [a, 1]] as const
  const screenRow = (k: 0 | 1 | 3) => columns.map(([p, w]) => clip(p, k, w))
  const [x, y, w] = [screenRow(0), screenRow(1), screenRow(3)]
  const h = [
    ...x.map((value, k) => (value + (w[k] ?? 0)) * width / 2),
    ...y.map((value, k) => ((w[k] ?? 0) - value) * height / 2),
    ...w,
  ]
  return inverse3(h)
}

function inverse3(h: readonly number[]): number[] | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = h
  const determinant = a * (e * j - f * i) - b * (d * j - f * g) + c * (d * i - e * g)
  if (!Number.isFinite(1 / determinant)) return null
  return [
    e * j - f * i, c * i - b * j, b * f - c * e,
    f * g - d * j, a * j - c * g, c * d - a * f,
    d * i - e * g, b * g - a * i, a * e - b * d,
  ].map(value => value / determinant)
}
