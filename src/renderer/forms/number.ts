/** Numbers as people type them: strictly parsed, so that what is shown is what is meant. */
import type { Limit } from '@shared/domain/limits'

export type NumberProblem
  = | { readonly kind: 'empty' }
    | { readonly kind: 'comma', readonly instead: string }
    | { readonly kind: 'notNumber' }
    | { readonly kind: 'notWhole' }
    | { readonly kind: 'outside' }

export type Parsed = { readonly value: number } | { readonly problem: NumberProblem }

const grammar = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** "1e-3 " is 0.001; "1,5", "0x10", "1_000" and "ten" are problems, and so is what lies outside of the limit. */
export function parseNumber(text: string, limit: Limit): Parsed {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: { kind: 'empty' } }
  if (!grammar.test(trimmed)) return { problem: misread(trimmed, limit) }
  const value = Number(trimmed)
  if (limit.integer && !Number.isInteger(value)) return { problem: { kind: 'notWhole' } }
  if (!(value >= limit.min && value <= limit.max)) return { problem: { kind: 'outside' } }
  return { value: value === 0 ? 0 : value } // -0 is no number that a person means
}

function misread(text: string, limit: Limit): NumberProblem {
  const thousands = limit.integer && /^\d{1,3}(,\d{3})+$/.test(text)
  const instead = text.replaceAll(',', thousands ? '' : '.')
  if (!text.includes(',') || !grammar.test(instead)) return { kind: 'notNumber' }
  return limit.integer && !thousands ? { kind: 'notWhole' } : { kind: 'comma', instead }
}

/** A value as text which `parseNumber` reads back exactly. */
export function numberText(value: number): string {
  return String(value).replace('e+', 'e')
}

/** One step up or down: 1 for whole numbers, a unit of the leading digit for others; ten times as far where `far`. */
export function stepped(text: string, direction: 1 | -1, far: boolean, limit: Limit): string | undefined {
  const parsed = parseNumber(text, limit)
  if (!('value' in parsed)) return undefined
  const unit = limit.integer ? 1 : unitOf(parsed.value, direction)
  const next = parsed.value + direction * unit * (far && limit.integer ? 10 : 1)
  const rounded = limit.integer ? next : Number(next.toPrecision(10))
  return numberText(Math.min(limit.max, Math.max(limit.min, rounded)))
}

/** The power of ten of the leading digit; one smaller where the step would go down to zero. */
function unitOf(value: number, direction: 1 | -1): number {
  if (value === 0) return 0.001
  const power = 10 ** Math.floor(Math.log10(Math.abs(value)))
  const wouldVanish = direction < 0 && Math.abs(value) < 1.5 * power
  return wouldVanish ? power / 10 : power
}
