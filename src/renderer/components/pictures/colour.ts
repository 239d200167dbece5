/** Greys, and signed errors as colours: blue where the reconstruction is too dark, orange where it is too bright. */
export type Rgb = readonly [number, number, number]

/** An error of this size, in units of the pixel range 0 to 1, has the full colour. */
export const fullError = 0.6

const ends = {
  dark: { none: [14, 15, 17], low: [88, 166, 255], high: [255, 150, 60] },
  light: { none: [255, 255, 255], low: [16, 86, 190], high: [196, 78, 0] },
} as const satisfies Record<string, Record<string, Rgb>>

/** `error` is reconstruction − original, −1 to 1. The square root keeps small errors visible. */
export function errorColour(error: number, theme: 'dark' | 'light'): Rgb {
  const { none, low, high } = ends[theme]
  const end = error < 0 ? low : high
  const share = Math.sqrt(Math.min(1, Math.abs(error) / fullError))
  return [0, 1, 2].map(c => Math.round((none[c] ?? 0) + share * ((end[c] ?? 0) - (none[c] ?? 0)))) as unknown as Rgb
}

/** RGBA of a grey picture. */
export function greys(pixels: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(pixels.length * 4)
  pixels.forEach((value, p) => rgba.set([value, value, value, 255], p * 4))
  return rgba
}

/** RGBA of what a reconstruction gets wrong. */
export function errors(original: Uint8Array, reconstruction: Uint8Array, theme: 'dark' | 'light'): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(original.length * 4)
  original.forEach((value, p) => rgba.set([...errorColour(((reconstruction[p] ?? 0) - value) / 255, theme), 255], p * 4))
  return rgba
}
