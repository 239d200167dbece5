/** Round figures for an axis. */

/** About `count` round values from low to high: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count = 5): number[] {
  const step = roundStep((high - low) / Math.max(1, count))
  if (!Number.isFinite(step) || step <= 0) return Number.isFinite(low) ? [low] : []
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.min(100, last - first + 1) }, (_, i) => (first + i) * step + 0)
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  const part = raw / power
  return power * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10)
}

/** 0.25, −3, 1.5e6: at most four significant digits, with a true minus sign. */
export function tickText(value: number): string {
  const size = Math.abs(value)
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(1).replace('e+', 'e') : String(Number(value.toPrecision(4)))
  return text.replace(/-/g, '−')
}
