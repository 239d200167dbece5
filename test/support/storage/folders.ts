/** Folders that go away with their test, and proof that a folder did not change. */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'

/** A disk in memory where there is one: its syncs take no time. */
const quick = '/dev/shm'
const place = existsSync(quick) && statfsSync(quick).bavail * statfsSync(quick).bsize > 1e9 ? quick : tmpdir()

export function aFolder(parent = place): string {
  const folder = mkdtempSync(join(parent, 'lab-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** For all tests of a file; to be called while it loads. */
export function aSharedFolder(parent = place): string {
  const folder = mkdtempSync(join(parent, 'lab-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** SHA-256 of every name, kind and byte below a path. */
export function treeHash(path: string): string {
  const hash = createHash('sha256')
  function add(place: string, name: string) {
    const stats = lstatSync(place)
    hash.update(`${name}\0${stats.mode}\0${stats.isFile() ? stats.size : ''}\0`)
    if (stats.isSymbolicLink()) hash.update(readlinkSync(place))
    else if (stats.isFile()) hash.update(readFileSync(place))
    else if (stats.isDirectory()) for (const child of readdirSync(place).sort()) add(join(place, child), `${name}/${child}`)
  }
  add(path, '')
  return hash.digest('hex')
}
