/** What the commands have in common: the checkout's folder, and how a failure is told. */
import { fileURLToPath } from 'node:url'
import { SetupError } from '../setup/failure.mjs'

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/**
 * Runs a command and ends the process with its exit code. A failure that set-up foresees is one sentence; anything else is a fault of ours.
 * @param {() => Promise<number>} command
 */
export async function endWith(command) {
  process.exitCode = await command().catch((error) => {
    console.error(error instanceof SetupError ? error.message : error)
    return error instanceof SetupError ? error.exitCode : 1
  })
}
