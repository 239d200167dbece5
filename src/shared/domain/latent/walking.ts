/** Walking the cloud by arrow keys: from a point to the neighbour that lies most in a direction on the screen. */

/** Right and down are positive, as on the screen. */
export type Direction = readonly [right: number, down: number]

interface Place {
  readonly x: number
  readonly y: number
}

/** Neighbours farther off the direction than this are not taken (cosine of 60°). */
const widest = 0.5

/** The neighbour that is near and in the direction; null where none lies that way. */
export function step(
  from: Place, neighbours: readonly { readonly index: number, readonly at: Place | null }[], [right, down]: Direction,
): number | null {
  let best: number | null = null
  let least = Infinity
  for (const { index, at } of neighbours) {
    if (!at) continue
    const [dx, dy] = [at.x - from.x, at.y - from.y]
    const far = Math.hypot(dx, dy)
    const along = far > 0 ? (dx * right + dy * down) / far : 0
    // Less than a pixel away would look like standing still.
    if (far < 1 || along < widest) continue
    const cost = far / along ** 2
    if (cost < least) [best, least] = [index, cost]
  }
  return best
}
