/** Colours of points: classes, and scales for figures. Components lie in 0 to 255, sRGB. */

export type Rgb = readonly [number, number, number]
export type Theme = 'dark' | 'light'

/** Paul Tol's muted set, told apart with any colour vision: the figures of --class-0 … --class-9 in tokens.css. */
const muted: Record<Theme, readonly Rgb[]> = {
  dark: [
    [139, 131, 230], [136, 204, 238], [68, 170, 153], [69, 179, 107], [181, 181, 70],
    [221, 204, 119], [226, 125, 140], [207, 92, 143], [200, 122, 188], [221, 221, 221],
  ],
  light: [
    [51, 34, 136], [47, 143, 189], [47, 143, 128], [17, 119, 51], [127, 127, 31],
    [163, 131, 42], [204, 85, 102], [136, 34, 85], [170, 68, 153], [125, 125, 125],
  ],
}

/** Names of the ten marker shapes, in the order of their numbers. */
export const shapeNames = ['circle', 'triangle', 'square', 'diamond', 'plus', 'cross', 'star', 'hexagon', 'ring', 'triangle-down'] as const
export type ShapeName = (typeof shapeNames)[number]

/** The colour of a class; beyond ten classes hues go round by the golden angle with alternating lightness. */
export function classColour(label: number, classes: number, theme: Theme): Rgb {
  const set = muted[theme]
  if (classes <= set.length) return set[label % set.length] ?? [128, 128, 128]
  const lightness = (theme === 'dark' ? 0.68 : 0.4) + (label % 3 - 1) * 0.09
  return fromHsl((label * 137.508) % 360, 0.55, lightness)
}

export function classShape(label: number): number {
  return label % shapeNames.length
}

/** Anchors of viridis (perceptually uniform, read with any colour vision). */
const viridisAnchors: readonly Rgb[] = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37],
]

/** t from 0 to 1; anything else is held at the ends, and what is no number is grey. */
export function viridis(t: number): Rgb {
  return Number.isNaN(t) ? [128, 128, 128] : between(viridisAnchors, t)
}

const divergingAnchors: Record<Theme, readonly Rgb[]> = {
  dark: [[110, 170, 240], [62, 90, 132], [24, 26, 30], [140, 74, 52], [246, 150, 104]],
  light: [[33, 102, 172], [146, 197, 222], [247, 247, 247], [244, 165, 130], [178, 24, 43]],
}

/** t from −1 (less than it should be) over 0 to 1 (more). */
export function diverging(t: number, theme: Theme): Rgb {
  return between(divergingAnchors[theme], (t + 1) / 2)
}

function between(anchors: readonly Rgb[], t: number): Rgb {
  const position = Math.min(1, Math.max(0, t)) * (anchors.length - 1)
  const low = Math.min(anchors.length - 2, Math.floor(position))
  const [a, b] = [anchors[low] ?? [0, 0, 0], anchors[low + 1] ?? [0, 0, 0]]
  const part = position - low
  const mix = (k: 0 | 1 | 2) => Math.round(a[k] + part * (b[k] - a[k]))
  return [mix(0), mix(1), mix(2)]
}

export interface Scale {
  readonly low: number
  readonly high: number
}

/** From the 1st to the 99th percentile: a few extreme points must not make all others look alike. */
export function robustScale(values: Float32Array): Scale {
  const finite = values.filter(Number.isFinite).sort()
  if (finite.length === 0) return { low: 0, high: 1 }
  const low = finite[Math.floor(0.01 * (finite.length - 1))] ?? 0
  const high = finite[Math.ceil(0.99 * (finite.length - 1))] ?? 1
  return high > low ? { low, high } : { low, high: low + Math.max(Math.abs(low), 1) * 1e-3 }
}

/** (N × 3) colours of figures on a scale. */
export function colourByValue(values: Float32Array, { low, high }: Scale): Uint8Array {
  const table = Array.from({ length: 257 }, (_, i) => viridis(i / 256))
  const colours = new Uint8Array(3 * values.length)
  values.forEach((value, i) => {
    const step = Math.round(256 * Math.min(1, Math.max(0, (value - low) / (high - low))))
    colours.set(Number.isNaN(step) ? viridis(NaN) : table[step] ?? [0, 0, 0], 3 * i)
  })
  return colours
}

/** (N × 3) colours of classes. */
export function colourByClass(labels: Uint8Array | Uint16Array, classes: number, theme: Theme): Uint8Array {
  const table = Array.from({ length: classes }, (_, label) => classColour(label, classes, theme))
  const colours = new Uint8Array(3 * labels.length)
  labels.forEach((label, i) => { colours.set(table[label] ?? [128, 128, 128], 3 * i) })
  return colours
}

export function cssColour([r, g, b]: Rgb): string {
  return `rgb(${r}, ${g}, ${b})`
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const chroma = saturation * Math.min(lightness, 1 - lightness)
  const component = (n: number) => {
    const k = (n + hue / 30) % 12
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [component(0), component(8), component(4)]
}
