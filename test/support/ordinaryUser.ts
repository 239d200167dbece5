/**
 * Starts the app as somebody who may have Chromium's sandbox: where root tests, as nobody. What it needs and nobody may not reach (a cache in root's
 * home) is mounted in its very place, in a namespace of mounts that the app alone sees: on disk no permission changes.
 */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { apps, root } from './apps'
import { electronPath, loader } from './lab'
import type { LaunchOptions } from './lab'

const nobody = 65534

/** `cleanUp` takes away what was made for it on disk. */
export function asOrdinaryUser(folder = apps.bare): { options: LaunchOptions & { readonly userData: string }, cleanUp: () => void } {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  const forget = () => rmSync(userData, { recursive: true, force: true })
  if (process.getuid?.() !== 0) return { options: { folder, userData, sandbox: true }, cleanUp: forget }
  chownSync(userData, nobody, nobody)
  const place = mkdtempSync(join(tmpdir(), 'lab-nobody-'))
  chmodSync(place, 0o755)
  const executable = join(place, 'start')
  const stash = join(place, 'stash')
  mkdirSync(stash)
  writeFileSync(executable, `#!/bin/sh
exec unshare --mount sh -ec '
${mounts(stash).join('\n')}
exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups "${electronPath()}" "$@"
' sh "$@"
`, { mode: 0o755 })
  return {
    options: { folder, userData, executable, sandbox: true, env: { HOME: userData } },
    cleanUp() {
      forget()
      unlinkSync(executable)
      for (const made of [stash, place]) rmdirSync(made) // never recursively: something might still be mounted
    },
  }
}

/** Covers each folder that nobody may not enter by an empty one, and puts back into it what is needed from there. */
function mounts(stash: string): string[] {
  const hidden = needed().flatMap(folder => barsOf(folder).slice(0, 1).map(bar => ({ folder, bar })))
  return [
    `mount -t tmpfs -o mode=755 lab "${stash}"`,
    ...hidden.flatMap(({ folder }, n) => [`mkdir "${stash}/${n}"`, `mount --bind "${folder}" "${stash}/${n}"`]),
    ...[...new Set(hidden.map(({ bar }) => bar))].map(bar => `mount -t tmpfs -o mode=755 lab "${bar}"`),
    ...hidden.flatMap(({ folder }, n) => [`mkdir -p "${folder}"`, `mount --bind "${stash}/${n}" "${folder}"`]),
  ]
}

/** By set-up. */
interface Brought {
  readonly binding: string | null
  readonly fashionMnist: string
  readonly tensorflow: { readonly folder: string } | null
}

/** What the app is made of, an outer folder before what lies in it. */
function needed(): string[] {
  const { binding, fashionMnist, tensorflow } = JSON.parse(readFileSync(join(root, '.runtime.json'), 'utf8')) as Brought
  const computing = [...binding ? [dirname(binding)] : [], ...tensorflow ? [tensorflow.folder] : []]
  const folders = [root, dirname(electronPath()), dirname(loader), fashionMnist, ...computing]
  const closed = folders.filter(folder => (statSync(folder).mode & 0o005) !== 0o005)
  if (closed.length > 0) throw new Error(`An ordinary user may not read ${closed.join(' and ')}.`)
  return folders.sort((a, b) => a.length - b.length)
}

/** Of the folders above one, those which others than their owner may not enter, the outermost first. */
function barsOf(folder: string): string[] {
  const above = dirname(folder)
  if (above === folder) return []
  return [...barsOf(above), ...(statSync(above).mode & 0o001) === 0 ? [above] : []]
}
