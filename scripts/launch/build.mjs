/** Builds the app when its sources are not the ones it was last built from. */
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from '../setup/failure.mjs'
import { fingerprint } from '../setup/hash.mjs'
import { attach } from '../setup/tool.mjs'

/** What the build reads. */
const sources = [
  'src', 'electron.vite.config.ts', 'vite.renderer.ts', 'vite.plugins.ts', 'scripts/package/licences.mjs', 'scripts/package/bundled.mjs',
  'package.json', 'package-lock.json', 'tsconfig.base.json',
]

/** Kept in the build's folder, so that it goes when the build goes. */
const note = join('out', 'built-from')

/**
 * Builds if needed. The build talks on standard error only, so that standard output stays the caller's.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function buildIfOutdated(root, env) {
  const now = await sourcesOf(root)
  if (await readFile(join(root, note), 'utf8').catch(() => '') === now) return
  if (await build(root, env) !== 0) throw new SetupError('The app could not be built; what stopped it is printed above.')
}

/**
 * Builds and notes down from what. Sources that change meanwhile make the next build.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the build's exit code
 */
export async function build(root, env) {
  const now = await sourcesOf(root)
  const code = await attach(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: root, env, stdio: ['ignore', 2, 2],
  })
  if (code === 0) await writeFile(join(root, note), now)
  return code
}

/**
 * A value that changes whenever a source is written, added or removed.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function sourcesOf(root) {
  const files = (await Promise.all(sources.map(source => filesOf(root, source)))).flat().sort()
  return fingerprint(await Promise.all(files.map(async (file) => {
    const { size, mtimeMs } = await stat(join(root, file))
    return [file, size, Math.round(mtimeMs)]
  })))
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {Promise<string[]>} the path itself if it is a file, the files below it if it is a folder, nothing if it is not there
 */
async function filesOf(root, path) {
  const found = await stat(join(root, path)).catch(() => null)
  if (!found) return []
  if (found.isFile()) return [path]
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
}
