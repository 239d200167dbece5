/**
 * JSON that carries its own SHA-256 as its last key, so that a changed byte is seen.
 * The hash is of the text as it would stand without that key: indented by two spaces, no newline at the end.
 */
import { createHash } from 'node:crypto'
import { damaged } from './faults'

const sealed = /,\n {2}"sha256": "([0-9a-f]{64})"\n\}\n$/

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** `document` must have at least one key. */
export function seal(document: object): Buffer {
  const text = JSON.stringify(document, null, 2)
  return Buffer.from(`${text.slice(0, -2)},\n  "sha256": "${sha256(text)}"\n}\n`)
}

/** The document, or E_RUN_DAMAGED with a sentence that names `what`. */
export function unseal(bytes: Uint8Array, what: string): unknown {
  if (bytes.length === 0) throw damaged(`${what} is empty.`)
  const text = decode(bytes, what)
  const match = sealed.exec(text)
  if (!match) throw damaged(`${what} is cut off or was changed outside the lab.`)
  const body = `${text.slice(0, match.index)}\n}`
  if (sha256(body) !== match[1]) throw damaged(`${what} does not match its SHA-256.`)
  return parseJson(body, what)
}

/** Without looking at the seal: for what can be saved of a damaged document. Null where it is not even JSON. */
export function unsealAnyway(bytes: Uint8Array): unknown {
  try {
    const { sha256: _, ...document } = parseJson(decode(bytes, ''), '') as Record<string, unknown>
    return document
  } catch {
    return null
  }
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw damaged(`${what} is not text.`, error)
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(`${what} is not JSON.`, error)
  }
}
