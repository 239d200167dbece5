/** Sums of files and of values. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/**
 * The SHA-256 of a file, in hex.
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/**
 * The SHA-256 of what a .gz file holds, in hex; the same data packed twice gives the same sum.
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function sha256OfContents(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), createGunzip(), hash)
  return hash.digest('hex')
}

/**
 * A file's sum in the form npm writes down: `sha512-` and base64.
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function integrity(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return `sha512-${hash.digest('base64')}`
}

/**
 * Eight hex digits that change when the value does.
 * @param {unknown} value anything JSON can write
 * @returns {string}
 */
export function fingerprint(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
}
