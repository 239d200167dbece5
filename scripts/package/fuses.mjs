/** How the fuses of a shipped app stand, every one of them decided. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { setEveryFuse } from '../setup/fuses.mjs'

/**
 * @param {{ linux: boolean, inspect?: boolean }} build `inspect` lets a debugger in: for the tests only
 */
export function shippedFuses({ linux, inspect = false }) {
  return {
    RunAsNode: false,
    EnableCookieEncryption: false, // there are no cookies, and the system's keyring would ask
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: inspect,
    EnableEmbeddedAsarIntegrityValidation: !linux, // Electron has no such check there
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  }
}

/**
 * Burns them into an executable. The file is replaced, never written in place: it may be linked from elsewhere.
 * @param {string} executable
 * @param {Record<string, boolean>} fuses
 */
export async function burn(executable, fuses) {
  const bytes = await readFile(executable)
  setEveryFuse(bytes, fuses)
  await rm(executable)
  await writeFile(executable, bytes, { mode: 0o755 })
}
