/** `latent-lab --verify-install`: compares the installed files with the sums that were taken when they were packed. Reads them, opens nothing. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LabError, messageOf } from '@shared/errors'

/** Left by packaging in the resources, in the manner of sha256sum; its paths start at the executable's folder. */
const listName = 'SHA256SUMS'

export interface Verdict {
  readonly checked: number
  /** A sentence for each file that is not as it was packed. */
  readonly faults: readonly string[]
}

/** E_IO where there is no list, as in a checkout. */
export function verifyInstall(resources: string): Verdict {
  const lines = readList(join(resources, listName)).split('\n').filter(Boolean)
  return { checked: lines.length, faults: lines.flatMap(line => faultOf(dirname(resources), line)) }
}

/** The command: says what it found and returns the exit code. */
export function tellInstall(resources: string, say: (text: string) => void): number {
  process.noAsar = true // app.asar is one file here, not a folder
  try {
    const { checked, faults } = verifyInstall(resources)
    for (const fault of faults) say(fault)
    say(faults.length === 0 ? `${checked} files are as they were packed.` : `${faults.length} of ${checked} files are damaged: install Latent Lab again.`)
    return faults.length === 0 ? 0 : 1
  } catch (error) {
    say(messageOf(error))
    return 2
  }
}

function readList(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new LabError('E_IO', 'There is no list of sums to compare with: this Latent Lab was not installed from a package.', { cause: error })
  }
}

function faultOf(folder: string, line: string): string[] {
  const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
  if (!sum || !path) return [`${listName} itself is damaged: "${line.slice(0, 100)}".`]
  try {
    return sha256(join(folder, path)) === sum ? [] : [`${path} is not as it was packed.`]
  } catch (error) {
    return [`${path} cannot be read: ${messageOf(error)}`]
  }
}

/** Piece by piece: the largest file has more than half a gigabyte. */
function sha256(file: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1 << 20)
  const descriptor = openSync(file, 'r')
  try {
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) hash.update(piece.subarray(0, read))
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}
