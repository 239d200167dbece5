/** Ways through the latent space from point to point, as evenly spaced stations. Points are latent vectors of any dimension. */

export type Latent = Float32Array
export type PathKind = 'straight' | 'spline' | 'density'

/** Stations along straight lines through the points, equally far from one another. */
export function straightPath(points: readonly Latent[], stations: number): Latent[] {
  return evenly(points, stations)
}

/** Stations along a centripetal-free Catmull-Rom spline: it passes through every point. */
export function splinePath(points: readonly Latent[], stations: number): Latent[] {
  if (points.length < 3) return evenly(points, stations)
  const fine: Latent[] = []
  const perSegment = 32
  for (let segment = 0; segment < points.length - 1; segment++) {
    for (let step = 0; step < perSegment; step++) fine.push(catmullRom(points, segment, step / perSegment))
  }
  return evenly([...fine, last(points)], stations)
}

/** p(t) between points[segment] and the next; the ends are mirrored. */
function catmullRom(points: readonly Latent[], segment: number, t: number): Latent {
  const p1 = at(points, segment)
  const p2 = at(points, segment + 1)
  const p0 = points[segment - 1] ?? p1.map((value, k) => 2 * value - (p2[k] ?? 0))
  const p3 = points[segment + 2] ?? p2.map((value, k) => 2 * value - (p1[k] ?? 0))
  return p1.map((b, k) => {
    const [a, c, d] = [p0[k] ?? 0, p2[k] ?? 0, p3[k] ?? 0]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
  })
}

/** The same way, cut into stations of equal length; the first and the last point are kept exactly. */
export function evenly(points: readonly Latent[], stations: number): Latent[] {
  const lengths = points.slice(1).map((point, i) => norm(point, at(points, i)))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (points.length === 0 || stations < 1) return []
  if (points.length === 1 || total === 0 || stations === 1) return Array.from({ length: stations }, () => at(points, 0).slice())
  return Array.from({ length: stations }, (_, i) => along(points, lengths, total * i / (stations - 1)))
}

function along(points: readonly Latent[], lengths: readonly number[], travelled: number): Latent {
  let rest = travelled
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] ?? 0
    if (rest <= length && length > 0) return blend(at(points, i), at(points, i + 1), rest / length)
    rest -= length
  }
  return last(points).slice()
}

export function blend(a: Latent, b: Latent, t: number): Latent {
  return a.map((value, k) => value + t * ((b[k] ?? 0) - value))
}

function norm(a: Latent, b: Latent): number {
  return Math.hypot(...a.map((value, k) => value - (b[k] ?? 0)))
}

/** Averages each inner station with its neighbours a few times: a way through data points is jagged. */
export function smooth(path: readonly Latent[], rounds = 3): Latent[] {
  let current = [...path]
  for (let round = 0; round < rounds; round++) {
    current = current.map((point, i) => i === 0 || i === current.length - 1
      ? point
      : point.map((value, k) => (value * 2 + (current[i - 1]?.[k] ?? 0) + (current[i + 1]?.[k] ?? 0)) / 4))
  }
  return current
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no point ${index} of ${items.length}`)
  return item
}

function last<T>(items: readonly T[]): T {
  return at(items, items.length - 1)
}
