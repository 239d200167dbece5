/** What Help shows of the packages that the built programs are made of: read off the builds, so that none is forgotten. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledPackages } from './bundled.mjs'

/** Below the checkout; the window asks for it by its name. */
export const licencesFile = 'out/renderer/licences.json'

/**
 * After the last of the programs is built. Two versions of a package are one part.
 * @param {string} root the checkout
 */
export async function writeLicences(root) {
  const parts = (await bundledPackages(root)).map(({ name, licence }) => JSON.stringify({ name, licence }))
  await writeFile(join(root, licencesFile), `[${[...new Set(parts)].join(',\n')}]\n`)
}
