/** The npm packages that the built programs are made of, as the build has noted them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** @typedef {{ folder: string, name: string, version: string, licence: string, author: string }} Bundled */

const programs = ['main', 'preload', 'renderer']

/**
 * @param {string} root the checkout, built
 * @returns {Promise<Bundled[]>} each once, in the order of their names
 */
export async function bundledPackages(root) {
  const lists = await Promise.all(programs.map(name => readJson(join(root, 'out', name, 'packages.json'))))
  const folders = [...new Set(lists.flat())].sort()
  return Promise.all(folders.map(async (path) => {
    const folder = join(root, path)
    const { name, version, license, author } = await readJson(join(folder, 'package.json'))
    return { folder, name, version, licence: typeof license === 'string' ? license : 'see its text', author: author?.name ?? author ?? `the authors of ${name}` }
  }))
}

/** @param {string} file */
async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'))
}
