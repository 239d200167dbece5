/** Selections by a shape on the screen, by class, and their algebra. A selection is one byte a point: 1 is selected. */

export type ScreenPolygon = readonly (readonly [x: number, y: number])[]
export type SelectionMode = 'replace' | 'add' | 'subtract'

/** Even-odd rule; a polygon of fewer than three corners holds nothing. */
export function insidePolygon(x: number, y: number, polygon: ScreenPolygon): boolean {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i] ?? [0, 0]
    const [xj, yj] = polygon[j] ?? [0, 0]
    if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside
  }
  return inside && polygon.length >= 3
}

export function boxPolygon(x0: number, y0: number, x1: number, y1: number): ScreenPolygon {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
}

/** Points of `screen` (x, y, depth) inside a polygon; points where `visible` is 0 are never selected. */
export function selectInside(screen: Float32Array, polygon: ScreenPolygon, visible: Uint8Array): Uint8Array {
  const selected = new Uint8Array(screen.length / 3)
  const [left, top, right, bottom] = extent(polygon)
  for (let i = 0; i < selected.length; i++) {
    const x = screen[3 * i] as number
    const y = screen[3 * i + 1] as number
    const isNear = x >= left && x <= right && y >= top && y <= bottom && Math.abs(screen[3 * i + 2] as number) <= 1
    if (isNear && visible[i] !== 0 && insidePolygon(x, y, polygon)) selected[i] = 1
  }
  return selected
}

/**
 * Points that are not hidden behind others: the screen is cut into cells as large as a point's mark, and a point counts as hidden where
 * another of its cell lies nearer by more than `tolerance` of the whole depth in view.
 */
export function inFront(screen: Float32Array, visible: Uint8Array, cell = 6, tolerance = 0.02): Uint8Array {
  const nearest = new Map<number, number>()
  const key = (i: number) => Math.floor((screen[3 * i] as number) / cell) * 65_536 + Math.floor((screen[3 * i + 1] as number) / cell)
  // Behind the camera nothing is a number; before the near plane nothing is drawn.
  const shown = (i: number) => visible[i] !== 0 && Math.abs(screen[3 * i + 2] as number) <= 1
  const [near, far] = depthRange(screen, shown)
  for (let i = 0; i < visible.length; i++) {
    if (shown(i)) nearest.set(key(i), Math.min(nearest.get(key(i)) ?? Infinity, screen[3 * i + 2] as number))
  }
  return Uint8Array.from(visible, (_, i) =>
    shown(i) && (screen[3 * i + 2] as number) <= (nearest.get(key(i)) ?? 0) + tolerance * (far - near) ? 1 : 0)
}

export function combine(current: Uint8Array, found: Uint8Array, mode: SelectionMode): Uint8Array {
  if (mode === 'replace') return found
  return current.map((value, i) => mode === 'add' ? value | (found[i] ?? 0) : value & (1 - (found[i] ?? 0)))
}

/** Everything visible that was not selected. */
export function invert(current: Uint8Array, visible: Uint8Array): Uint8Array {
  return current.map((value, i) => value === 0 && visible[i] !== 0 ? 1 : 0)
}

export function selectClass(labels: Uint8Array, label: number, visible: Uint8Array): Uint8Array {
  return labels.map((value, i) => value === label && visible[i] !== 0 ? 1 : 0)
}

export function indicesOf(selection: Uint8Array): Int32Array {
  const indices: number[] = []
  selection.forEach((value, index) => { if (value !== 0) indices.push(index) })
  return Int32Array.from(indices)
}

function extent(polygon: ScreenPolygon): [number, number, number, number] {
  const xs = polygon.map(([x]) => x)
  const ys = polygon.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function depthRange(screen: Float32Array, shown: (index: number) => boolean): [number, number] {
  let near = Infinity
  let far = -Infinity
  for (let i = 0; i < screen.length / 3; i++) {
    if (!shown(i)) continue
    near = Math.min(near, screen[3 * i + 2] as number)
    far = Math.max(far, screen[3 * i + 2] as number)
  }
  return [near, far]
}
