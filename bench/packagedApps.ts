/** Packaged apps under measurement: ours, and the least that a packaged app can be, in the same Electron. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { setFuses } from '../scripts/setup/fuses.mjs'
import { openWindow } from '../test/support/overCdp'
import { packaged, replaceFile, rootsFlags } from '../test/support/packaged'
import { emptyApp, passTheWelcome } from './app'

/** Why there is nothing to measure; null where there is. */
export function lacksPackage(): string | null {
  return existsSync(packaged.forTests) ? null : 'There is no packaged app: run "npm run package -- --for-tests" first.'
}

/** Makes the empty one beside ours, in hard links but for its own few lines. */
export function makeEmptyPackage(): { executable: string, remove(): void } {
  const ours = dirname(packaged.forTests)
  const folder = mkdtempSync(join(dirname(ours), 'empty-'))
  spawnSync('cp', ['--archive', '--link', `${ours}/.`, folder])
  rmSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  writeFileSync(join(folder, 'resources/app.asar'), asarOf(emptyApp))
  const executable = join(folder, 'latent-lab')
  replaceFile(executable, bytes => setFuses(bytes, { GrantFileProtocolExtraPrivileges: true })) // its page is a mere file in the archive
  return { executable, remove: () => rmSync(folder, { recursive: true }) }
}

/** An archive of a folder's files: four lengths, a table in JSON, the files one after the other. */
function asarOf(folder: string): Buffer {
  const files = readdirSync(folder).map(name => ({ name, bytes: readFileSync(join(folder, name)) }))
  let offset = 0
  const table = files.map(({ name, bytes: { length: size } }) => {
    offset += size
    return [name, { size, offset: String(offset - size) }] as const
  })
  const json = Buffer.from(JSON.stringify({ files: Object.fromEntries(table) }))
  const padding = -json.length & 3
  const lengths = Buffer.alloc(16)
  const padded = json.length + padding
  for (const [index, value] of [4, padded + 8, padded + 4, json.length].entries()) lengths.writeUInt32LE(value, 4 * index)
  return Buffer.concat([lengths, json, Buffer.alloc(padding), ...files.map(({ bytes }) => bytes)])
}

/** Seconds from the process's start until `isUsable` is fulfilled. */
export async function secondsUntil(executable: string, home: string, isUsable: (page: Page) => Promise<unknown>): Promise<number> {
  passTheWelcome(join(home, '.config/LatentLab'))
  const { DISPLAY, XAUTHORITY, PATH } = process.env
  const before = performance.now()
  const app = await openWindow([executable, ...rootsFlags], { DISPLAY, XAUTHORITY, PATH, HOME: home })
  await isUsable(app.page)
  const seconds = (performance.now() - before) / 1000
  await app.quit()
  return seconds
}
