/** In which order the gallery's tiles stand, and which of them. */
export const orders = ['chosen', 'best', 'worst', 'class', 'index'] as const
export type Order = (typeof orders)[number]

export interface Tile {
  readonly index: number
  /** Class of the image; −1 while unknown. */
  readonly label: number
  readonly original: Uint8Array
  readonly reconstruction: Uint8Array | null
  /** Mean squared error per pixel; null while there is no reconstruction. */
  readonly error: number | null
}

/** `onlyClass` null keeps all. Tiles without an error stand last; equals keep the chosen order. */
export function arrange(tiles: readonly Tile[], order: Order, onlyClass: number | null): Tile[] {
  const kept = onlyClass === null ? [...tiles] : tiles.filter(t => t.label === onlyClass)
  switch (order) {
    case 'chosen': return kept
    case 'best': return kept.sort((a, b) => (a.error ?? Infinity) - (b.error ?? Infinity))
    case 'worst': return kept.sort((a, b) => (b.error ?? -Infinity) - (a.error ?? -Infinity))
    case 'class': return kept.sort((a, b) => a.label - b.label || a.index - b.index)
    case 'index': return kept.sort((a, b) => a.index - b.index)
  }
}
