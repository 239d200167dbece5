/** The app as it is tested: the shipped one, file by file, except for one byte of the executable, which lets Playwright in. */
import { link, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { burn, shippedFuses } from './fuses.mjs'

/** Below dist. */
export const folders = { release: 'linux-unpacked', test: 'linux-unpacked-for-tests' }

/**
 * @param {string} dist
 * @param {string} executable
 */
export async function makeTestBuild(dist, executable) {
  const [release, copy] = [join(dist, folders.release), join(dist, folders.test)]
  await rm(copy, { recursive: true, force: true })
  for (const entry of await readdir(release, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const from = join(entry.parentPath, entry.name)
    const to = join(copy, from.slice(release.length + 1))
    await mkdir(dirname(to), { recursive: true })
    await link(from, to)
  }
  await burn(join(copy, executable), shippedFuses({ linux: true, inspect: true }))
}
