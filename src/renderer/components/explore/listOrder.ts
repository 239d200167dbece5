/** In which order images are listed, and where one of them stands in it. */
import { numberOf } from '../../stores/explore'

export const listOrders = ['number', 'error', 'class'] as const
export type ListOrder = (typeof listOrders)[number]

interface Listed {
  readonly labels: Uint8Array | null
  readonly errors: Float32Array | null
}

/** By number, by error from the largest on (images without one at the end), or by class and number. `indices` rise. */
export function orderOf(order: ListOrder, indices: Int32Array, { labels, errors }: Listed): Int32Array {
  const key = order === 'error' ? errors?.map(error => Number.isFinite(error) ? -error : Infinity) : labels
  if (order === 'number' || !key) return indices
  return indices.slice().sort((a, b) => {
    const [x, y] = [key[a] ?? 0, key[b] ?? 0]
    return x === y ? a - b : x - y
  })
}

/** The next place after `from`, going round, at which an image has this number within its split; −1 where none has. */
export function findNumber(indices: Int32Array, number: number, from: number): number {
  for (let step = 1; step <= indices.length; step++) {
    const place = (from + step) % indices.length
    if (numberOf(indices[place] ?? -1) === number) return place
  }
  return -1
}
