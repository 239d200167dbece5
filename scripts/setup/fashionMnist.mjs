/** Fashion-MNIST's four files: out of Debian's package where apt has it, else from the authors; their contents are checked either way. */
import { copyFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { download } from './download.mjs'
import { isNetworkTrouble, SetupError } from './failure.mjs'
import { sha256OfContents } from './hash.mjs'
import { fashionMnist as pin } from './pins.mjs'
import { filesBelow } from './stamp.mjs'
import { run, ToolError } from './tool.mjs'

/** @type {import('./cache.mjs').Component} */
export const fashionMnist = {
  name: 'fashion-mnist',
  recipe: pin.files.map(({ name, contents }) => ({ name, contents })),
  bytes: 5 * pin.bytes,
  fetched: pin.bytes,
  make: makeFashionMnist,
}

/** @param {import('./cache.mjs').Workshop} workshop */
async function makeFashionMnist({ folder, work, downloads, log }) {
  if (await keep(await fromDebian(work, log).catch(() => []), folder)) return
  if (await keep(await fromAuthors(downloads), folder)) return
  throw new SetupError('The files of Fashion-MNIST that came are not the published ones.')
}

/**
 * Copies the four files, if all of them are what was published.
 * @param {readonly string[]} files
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
async function keep(files, folder) {
  for (const { name, contents } of pin.files) {
    const file = files.find(path => basename(path) === name)
    if (!file || await sha256OfContents(file).catch(() => '') !== contents) return false
    await copyFile(file, join(folder, name))
  }
  return true
}

/**
 * Needs no rights, except where this computer has never listed Debian's packages.
 * @param {string} work
 * @param {string} log
 * @returns {Promise<string[]>}
 */
async function fromDebian(work, log) {
  if (process.platform !== 'linux') return []
  const fetchPackage = () => run('apt-get', ['download', '--quiet', pin.debianPackage], { cwd: work, log })
  await fetchPackage().catch((error) => {
    if (error instanceof ToolError && isNetworkTrouble(error.output)) throw error // apt would only take as long again
    return run('apt-get', ['update', '--quiet'], { log }).then(fetchPackage)
  })
  const archive = (await readdir(work)).find(name => name.endsWith('.deb')) ?? ''
  await run('dpkg-deb', ['-x', archive, 'deb'], { cwd: work, log })
  return (await filesBelow(join(work, 'deb'))).map(path => join(work, 'deb', path))
}

/**
 * @param {string} downloads
 * @returns {Promise<string[]>}
 */
async function fromAuthors(downloads) {
  const files = []
  for (const { name, bytes, download: sha256 } of pin.files) {
    const file = join(downloads, name)
    await download({ url: `${pin.address}/${name}`, file, sha256, bytes })
    files.push(file)
  }
  return files
}
