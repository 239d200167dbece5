/** Where the tour's card stands: beside what it speaks of, within the window, and over it only where there is no room. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export type Size = Pick<Box, 'width' | 'height'>

const gap = 12

export function placeCard(target: Box | null, card: Size, room: Size): { readonly x: number, readonly y: number } {
  const within = (x: number, y: number) => ({
    x: clamp(x, gap, room.width - card.width - gap),
    y: clamp(y, gap, room.height - card.height - gap),
  })
  if (!target) return within((room.width - card.width) / 2, (room.height - card.height) / 2)
  const right = target.x + target.width + gap
  const below = target.y + target.height + gap
  const left = target.x - gap - card.width
  const above = target.y - gap - card.height
  if (right + card.width + gap <= room.width) return within(right, target.y)
  if (left >= gap) return within(left, target.y)
  if (below + card.height + gap <= room.height) return within(target.x, below)
  if (above >= gap) return within(target.x, above)
  return within(right - card.width - 2 * gap, below - card.height - 2 * gap) // over its lower right corner
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
