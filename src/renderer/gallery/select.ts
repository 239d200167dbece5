/** Which test images the gallery shows: pure functions from a choice to indices. */
import { splitSizes } from '@shared/domain/image'
import { layerLimits } from '@shared/domain/limits'
import { seeded } from '@shared/domain/seeded'

/** How many pictures a gallery may hold. */
export const most = layerLimits.gallery
const images = splitSizes.test

export const choices = ['first', 'random', 'best', 'worst', 'class', 'typed'] as const
export type ChoiceKind = (typeof choices)[number]

export function firstImages(count: number): number[] {
  return Array.from({ length: Math.min(count, most) }, (_, i) => i)
}

/** Different images, the same for the same seed. */
export function randomImages(count: number, seed: number): number[] {
  const random = seeded(seed)
  const drawn = new Set<number>()
  while (drawn.size < Math.min(count, most)) drawn.add(Math.floor(random() * images))
  return [...drawn]
}

/** The images with the smallest (or largest) errors, most extreme first. */
export function extremeImages(errors: Float32Array, count: number, which: 'best' | 'worst'): number[] {
  const sign = which === 'best' ? 1 : -1
  return Array.from(errors.keys())
    .sort((a, b) => sign * ((errors[a] ?? 0) - (errors[b] ?? 0)))
    .slice(0, Math.min(count, most))
}

export function imagesOfClass(labels: Uint8Array, label: number, count: number): number[] {
  const found: number[] = []
  for (let i = 0; i < labels.length && found.length < Math.min(count, most); i++) if (labels[i] === label) found.push(i)
  return found
}

export type TypedProblem
  = | { readonly kind: 'empty' }
    | { readonly kind: 'notIndex', readonly part: string }
    | { readonly kind: 'outside', readonly part: string }
    | { readonly kind: 'tooMany' }

/** "0-4, 17, 500" to indices, doubles dropped. */
export function typedImages(text: string): { readonly indices: number[] } | { readonly problem: TypedProblem } {
  const found = new Set<number>()
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, from, to] = /^(\d{1,6})(?:[-–](\d{1,6}))?$/.exec(part) ?? []
    if (from === undefined) return { problem: { kind: 'notIndex', part } }
    const [first, last] = [Number(from), Number(to ?? from)]
    if (first >= images || last >= images || last < first) return { problem: { kind: 'outside', part } }
    for (let i = first; i <= last; i++) {
      found.add(i)
      if (found.size > most) return { problem: { kind: 'tooMany' } }
    }
  }
  return found.size === 0 ? { problem: { kind: 'empty' } } : { indices: [...found] }
}

/** Indices as text which `typedImages` reads back: runs of three and more as ranges. */
export function indicesText(indices: readonly number[]): string {
  const parts: string[] = []
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i] ?? 0
    let end = i
    while (indices[end + 1] === (indices[end] ?? 0) + 1) end++
    if (end - i < 2) parts.push(String(start))
    else {
      parts.push(`${start}-${indices[end]}`)
      i = end
    }
  }
  return parts.join(', ')
}
