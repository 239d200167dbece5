/**
 * How a folder of the cache proves that it is whole: a stamp beside it lists each file with its length, time and sum. Lengths and times are
 * compared on every start, which takes milliseconds; sums only where those disagree, or on request.
 */
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { sha256 } from './hash.mjs'

/**
 * @typedef {{ path: string, size: number, time: number, sha256: string }} StampedFile
 * @typedef {{ files: StampedFile[] }} Stamp
 * @typedef {'whole' | 'touched' | 'broken'} Condition
 */

/** @param {string} folder */
function stampOf(folder) {
  return `${folder}.stamp.json`
}

/**
 * Writes the stamp of a folder that is complete.
 * @param {string} folder
 */
export async function writeStamp(folder) {
  const files = []
  for (const path of await filesBelow(folder)) files.push({ ...await look(folder, path), sha256: await sha256(join(folder, path)) })
  const temporary = `${stampOf(folder)}.${process.pid}`
  await writeFile(temporary, JSON.stringify({ files }))
  await rename(temporary, stampOf(folder))
}

/** @param {string} folder */
export async function removeStamp(folder) {
  await rm(stampOf(folder), { force: true })
}

/**
 * Whether a folder is what its stamp says, as far as lengths and times tell.
 * @param {string} folder
 * @returns {Promise<Condition>} `touched`: the sums must decide
 */
export async function inspect(folder) {
  const stamp = await readStamp(folder)
  if (!stamp) return 'broken'
  const now = await Promise.all(stamp.files.map(file => look(folder, file.path).catch(() => null)))
  if (now.some((file, index) => file?.size !== stamp.files[index]?.size)) return 'broken'
  return now.every((file, index) => file?.time === stamp.files[index]?.time) ? 'whole' : 'touched'
}

/**
 * Compares the sum of every file with the stamp.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function verify(folder) {
  const stamp = await readStamp(folder)
  if (!stamp) return false
  for (const file of stamp.files) {
    if (await sha256(join(folder, file.path)).catch(() => '') !== file.sha256) return false
  }
  return true
}

/**
 * @param {string} folder
 * @returns {Promise<Stamp | null>}
 */
async function readStamp(folder) {
  try {
    return JSON.parse(await readFile(stampOf(folder), 'utf8'))
  } catch {
    return null
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
async function look(folder, path) {
  const { size, mtimeMs } = await stat(join(folder, path))
  return { path, size, time: Math.round(mtimeMs) }
}

/**
 * Every file below a folder, sorted, with forward paths from it.
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name))).sort()
}
