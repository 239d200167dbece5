/** Figures made of several measurements. */

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which a share of the others lies, between neighbours linearly; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** How many times as long `slow` took as `fast`, measured in turns: a ratio of each pairing. */
export function ratios(slow: readonly number[], fast: readonly number[]): number[] {
  if (slow.length !== fast.length) throw new RangeError(`${slow.length} measurements cannot be paired with ${fast.length}.`)
  return slow.map((time, i) => time / (fast[i] ?? NaN))
}

/** How much the middle of the last quarter lies above that of the second: what a warm-up needs is no growth. */
export function growth(values: readonly number[]): number {
  const quarter = values.length / 4
  const part = (from: number, to: number) => median(values.slice(Math.floor(from * quarter), Math.ceil(to * quarter)))
  return part(3, 4) - part(1, 2)
}
