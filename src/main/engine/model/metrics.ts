/** Figures made of per-image errors. */

/** Mean over images of 10·log10(1/MSE), in dB, for pixels from 0 to 1; an exact picture counts as 100 dB. */
export function psnrOf(errors: Float32Array): number {
  let sum = 0
  for (const error of errors) sum += Math.min(100, -10 * Math.log10(Math.max(error, 1e-12)))
  return sum / errors.length
}

export function mean(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
