/** Starts the app as somebody who may have Chromium's sandbox: where root tests, as nobody, with all that it needs mounted within reach. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { apps, root } from './apps'
import { electronPath, loader } from './lab'
import type { LaunchOptions } from './lab'

const nobody = 65534

/** `cleanUp` takes away what was made for it on disk. */
export function asOrdinaryUser(): { options: LaunchOptions, cleanUp: () => void } {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  const forget = () => rmSync(userData, { recursive: true, force: true })
  if (process.getuid?.() !== 0) return { options: { folder: apps.bare, userData, sandbox: true }, cleanUp: forget }
  chownSync(userData, nobody, nobody)
  const place = mkdtempSync(join(tmpdir(), 'lab-nobody-'))
  chmodSync(place, 0o755)
  const [electron, lab] = ['electron', 'lab'].map(name => join(place, name)) as [string, string]
  for (const folder of [electron, lab]) mkdirSync(folder)
  const executable = join(place, 'start')
  writeFileSync(executable, `#!/bin/sh
exec unshare --mount sh -ec '
  mount --bind "${dirname(electronPath())}" "${electron}"
  mount --bind "${root}" "${lab}"
  exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups "${join(electron, basename(electronPath()))}" "$@"
' sh "$@"
`, { mode: 0o755 })
  return {
    options: {
      folder: join(lab, relative(root, apps.bare)),
      loader: join(lab, relative(root, loader)),
      userData, executable, sandbox: true, env: { HOME: userData },
    },
    cleanUp() {
      forget()
      unlinkSync(executable)
      for (const folder of [electron, lab, place]) rmdirSync(folder) // never recursively: something might still be mounted
    },
  }
}
