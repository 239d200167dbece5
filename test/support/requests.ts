/** What an app under test asks of the network, in whichever way and process: written down by recorder.ts from before the app's first line. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './apps'
import { recordVariable } from './recordVariable'

/** Where globalSetup.ts puts the bundle. */
export const recorder = join(root, 'test-results/apps/recorder/recorder.cjs')

export interface RequestRecord {
  /** What an app must be started with, before its folder and beside its environment. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Addresses, the app's own files aside: of its sessions what leaves, and all that main, engine and self-test ask by themselves. */
  read(): readonly string[]
  /** For the last time: what it was written to goes. */
  end(): readonly string[]
}

/** A new one, for one app. */
export function recordRequests(): RequestRecord {
  const folder = mkdtempSync(join(tmpdir(), 'lab-requests-'))
  const file = join(folder, 'asked')
  writeFileSync(file, '')
  chmodSync(folder, 0o755)
  chmodSync(file, 0o666) // the app may be another user's
  let last: readonly string[] | undefined
  const read = () => last ?? readFileSync(file, 'utf8').split('\n').filter(Boolean)
  function end() {
    last = read()
    rmSync(folder, { recursive: true, force: true })
    return last
  }
  return { args: ['-r', recorder], env: { [recordVariable]: file }, read, end }
}
