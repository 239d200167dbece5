/** The packaged app: as it is shipped, as it is tested, and spoilt copies of it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { folders } from '../../scripts/package/testBuild.mjs'
import { root } from './apps'

const executable = 'latent-lab'

export const packaged = {
  /** Executables. */
  shipped: join(root, 'dist', folders.release, executable),
  forTests: join(root, 'dist', folders.test, executable),
}

/** What a program has said, on both channels, and how it ended. */
export interface Said {
  readonly text: string
  readonly code: number | null
}

/** As root: the executable refuses to run in its sandbox otherwise. As Node it takes no such flag. */
export const rootsFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Runs an app without a display, so that it ends at the latest when it wants a window; its main module is loaded before. */
export function runWithoutDisplay(app: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}, flags = rootsFlags): Said {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(app, [...flags, ...args], { env: { ...env, ...environment }, encoding: 'utf8', timeout: 30_000 })
  return { text: stdout + stderr, code: status }
}

/** A copy of the shipped app without a second copy of its bytes: replace its files, never write into them. */
export function copyOfShipped(): { folder: string, executable: string, remove(): void } {
  const folder = mkdtempSync(join(root, 'dist', 'spoilt-'))
  spawnSync('cp', ['--archive', '--link', `${dirname(packaged.shipped)}/.`, folder])
  return { folder, executable: join(folder, executable), remove: () => rmSync(folder, { recursive: true }) }
}

/** Puts a changed file in the place of a linked one. */
export function replaceFile(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  change(bytes)
  rmSync(file)
  writeFileSync(file, bytes, { mode: 0o755 })
}

/** Makes a folder of files. */
export function plant(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
