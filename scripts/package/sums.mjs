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

/**
 * What `latent-lab --verify-install` looks at: whatever is run, and the data.
 * @param {string} app the unpacked app's folder
 * @param {string} executable its name
 * @returns {Promise<string[]>} paths below the folder
 */
export async function filesThatCount(app, executable) {
  const resources = (await readdir(join(app, 'resources'), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && /\.(?:asar|node|gz)$|\.so\.\d+$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).slice(app.length + 1).replaceAll('\\', '/'))
  return [executable, ...resources.sort()]
}
