/**
 * zod, told once never to build code from strings (the window's CSP forbids it), and the schemas that every contract shares.
 * In its small form: every start of the app waits for it, in main and in the window, and its methods on schemas are what takes the time.
 */
import * as z from 'zod/mini'
import { LabError } from './errors'

z.config({ jitless: true, ...z.locales.en() })

export { z }

/** A typed array by its tag: `instanceof` fails across realms. */
function tagged<T>(tag: string) {
  return z.custom<T>(value => Object.prototype.toString.call(value) === `[object ${tag}]`, { error: `must be a ${tag}` })
}

export const float32Array = tagged<Float32Array>('Float32Array')
export const uint8Array = tagged<Uint8Array>('Uint8Array')
export const int32Array = tagged<Int32Array>('Int32Array')
export const nothing = z.undefined()

/** Parses, or throws one LabError whose sentence names each field that is wrong. */
export function parse<S extends z.ZodMiniType>(schema: S, value: unknown, code: 'E_FORM' | 'E_IPC_SCHEMA' | 'E_FORMAT', what: string): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new LabError(code, `${what}: ${describeIssues(result.error)}.`)
}

/** "batchSize: must be …; network.latent: must be …", each once and at most five of them. */
export function describeIssues(error: z.core.$ZodError): string {
  // A number may be refused by two checks, as too large and as no safe integer: one sentence is enough.
  const lines = [...new Set(error.issues.map(issue => `${issue.path.join('.') || 'value'}: ${lowerFirst(issue.message)}`))]
  const more = lines.length - 5
  return lines.slice(0, 5).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
