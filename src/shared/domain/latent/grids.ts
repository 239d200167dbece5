/** Families of latent points that are decoded together: a strip along one axis, a sheet on a plane. */

/** `count` copies of a point whose coordinate `axis` goes from low to high. */
export function axisStrip(point: Float32Array, axis: number, low: number, high: number, count: number): Float32Array {
  const strip = new Float32Array(count * point.length)
  for (let i = 0; i < count; i++) {
    strip.set(point, i * point.length)
    strip[i * point.length + axis] = count === 1 ? (low + high) / 2 : low + (high - low) * i / (count - 1)
  }
  return strip
}

export interface Plane {
  readonly centre: Float32Array
  /** Half of the sheet's sides, as latent vectors. */
  readonly right: Float32Array
  readonly up: Float32Array
}

/** n × n points of a plane, row by row from the top left; the outer ones lie on the sheet's border. */
export function sheet({ centre, right, up }: Plane, n: number): Float32Array {
  const points = new Float32Array(n * n * centre.length)
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const s = n === 1 ? 0 : 2 * column / (n - 1) - 1
      const t = n === 1 ? 0 : 1 - 2 * row / (n - 1)
      points.set(centre.map((value, k) => value + s * (right[k] ?? 0) + t * (up[k] ?? 0)), (row * n + column) * centre.length)
    }
  }
  return points
}

/** Puts n pictures of side × side bytes next to each other, `columns` a row. */
export function tile(pixels: Uint8Array, side: number, columns: number): { pixels: Uint8Array, width: number, height: number } {
  const count = Math.floor(pixels.length / (side * side))
  const width = side * columns
  const height = side * Math.ceil(count / columns)
  const tiled = new Uint8Array(width * height)
  for (let i = 0; i < count; i++) {
    const left = i % columns * side
    const top = Math.floor(i / columns) * side
    for (let y = 0; y < side; y++) {
      const from = i * side * side + y * side
      tiled.set(pixels.subarray(from, from + side), (top + y) * width + left)
    }
  }
  return { pixels: tiled, width, height }
}
