/** Where the parts of the architecture diagram stand: an hourglass of volumes with the layers between them. */
import { imagePixels, imageSide } from '@shared/domain/image'
import type { LayerSketch } from '@shared/domain/architecture'

export interface Stage {
  readonly x: number
  /** Half of its height. */
  readonly half: number
  /** "128", or "14×14×16". */
  readonly label: string
  readonly isLatent: boolean
  /** Whether there is room for its label. */
  readonly isLabelled: boolean
}

export interface Passage {
  readonly layer: LayerSketch
  /** Corners of the trapezoid between two stages, as SVG wants them. */
  readonly points: string
}

export interface Diagram {
  readonly stages: readonly Stage[]
  readonly passages: readonly Passage[]
}

/** Room for a label, in rem for each letter, and half the least height of a stage, in px. */
const letter = 0.44
const least = 3

/** Heights grow with the logarithm of the numbers that a stage holds: 784 fills `height`. */
export function layOut(layers: readonly LayerSketch[], width: number, height: number, margin: number, rem = 16): Diagram {
  const shapes = [[imageSide, imageSide, 1], ...layers.map(l => (l.isLatent ? [latentOf(l, layers)] : l.output))]
  const largest = Math.max(imagePixels, ...shapes.map(sizeOf))
  const gap = shapes.length > 1 ? (width - 2 * margin) / (shapes.length - 1) : 0
  const halfOf = (shape: readonly number[]) => Math.max(least, (height / 2) * Math.log(1 + sizeOf(shape)) / Math.log(1 + largest))
  const bare = shapes.map((shape, i) => ({
    x: margin + i * gap, half: halfOf(shape), label: labelOf(shape), isLatent: layers[i - 1]?.isLatent ?? false,
  }))
  const passages = layers.map((layer, i) => ({ layer, points: trapezoid(bare[i], bare[i + 1], height / 2) }))
  return { stages: labelled(bare, gap / rem), passages }
}

/** A variational layer puts out mean and log-variance; what goes on is one sample. */
function latentOf(latent: LayerSketch, layers: readonly LayerSketch[]): number {
  return layers[layers.indexOf(latent) + 1]?.input[0] ?? latent.output[0] ?? 1
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

function labelOf(shape: readonly number[]): string {
  return shape.at(-1) === 1 && shape.length === 3 ? shape.slice(0, 2).join('×') : shape.join('×')
}

function trapezoid(from: { x: number, half: number } | undefined, to: { x: number, half: number } | undefined, middle: number): string {
  if (!from || !to) return ''
  return [[from.x, middle - from.half], [to.x, middle - to.half], [to.x, middle + to.half], [from.x, middle + from.half]].join(' ')
}

/** The ends and the latent are labelled first, the others where they do not touch a label. */
function labelled(stages: readonly Omit<Stage, 'isLabelled'>[], gapInRem: number): Stage[] {
  const needed = (i: number, j: number) => letter * ((stages[i]?.label.length ?? 0) + (stages[j]?.label.length ?? 0)) / 2 + letter
  const shown = new Set<number>()
  const order = stages.map((_, i) => i)
    .sort((a, b) => rank(b) - rank(a))
  function rank(i: number) {
    return (stages[i]?.isLatent ? 2 : 0) + (i === 0 || i === stages.length - 1 ? 1 : 0)
  }
  for (const i of order) if ([...shown].every(j => Math.abs(i - j) * gapInRem >= needed(i, j))) shown.add(i)
  return stages.map((stage, i) => ({ ...stage, isLabelled: shown.has(i) }))
}
