/** Lists of SHA-256 sums, as sha256sum writes and checks them. */
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../setup/hash.mjs'

/**
 * @param {string} folder
 * @param {readonly string[]} paths below it
 * @param {string} file the list's
 */
export async function writeSums(folder, paths, file) {
  const lines = []
  for (const path of paths) lines.push(`${await sha256(join(folder, path))}  ${path}\n`)
  await writeFile(file, lines.join(''))
}

/** Below the app's folder. */
export const installedSums = 'resources/SHA256SUMS'

/**
 * What `latent-lab --verify-install` looks at: every file of the app but the list of sums itself.
 * @param {string} app the unpacked app's folder
 * @returns {Promise<string[]>} paths below it
 */
export async function filesOfInstallation(app) {
  const files = (await readdir(app, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(app.length + 1).replaceAll('\\', '/'))
  return files.filter(path => path !== installedSums).sort()
}
