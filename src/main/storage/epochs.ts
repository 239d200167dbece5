/** Which epochs of a run are there, and which of them are what they were when they were written. */
import { join } from 'node:path'
import { LabError } from '@shared/errors'
import { readBlob } from './blobs'
import { damageOf, damaged } from './faults'
import { blobNames, epochFolder, epochOfName, files } from './layout'
import { readManifest } from './manifest'
import type { FsPort } from './fsPort'
import type { Manifest } from './manifest'
import type { Versioned } from './versions'

export interface KeptEpoch {
  readonly manifest: Manifest
  /** Whether its optimizer is there, so that training can go on from it. */
  readonly resumable: boolean
  /** Parts that are missing or have the wrong length, as sentences; the others can be read. */
  readonly problems: readonly string[]
}

export interface EpochsFound {
  /** Ascending. */
  readonly kept: readonly KeptEpoch[]
  /** Epochs without a manifest that verifies: nothing of them can be trusted. Ascending. */
  readonly bad: readonly { readonly epoch: number, readonly problem: string }[]
  /** Whether a newer lab wrote any of it, so that this one must not. */
  readonly hasNewer: boolean
}

/**
 * Reads every manifest and the length of every blob; contents are hashed only as they are read (`readBlob`).
 * An epoch that names another run than `origin` is bad; null takes all.
 */
export async function findEpochs(fs: FsPort, folder: string, origin: string | null): Promise<EpochsFound> {
  const names = await epochNames(fs, folder)
  const epochs = names.map(epochOfName).filter(epoch => epoch !== null).sort((a, b) => a - b)
  const kept: KeptEpoch[] = []
  const bad: EpochsFound['bad'][number][] = []
  let hasNewer = false
  for (const epoch of epochs) {
    try {
      const { file, version } = await readManifestOf(fs, folder, epoch)
      if (version === 'newer') hasNewer = true
      if (origin && file.run.id !== origin) throw damaged(`Epoch ${epoch} belongs to another run, ${file.run.id}.`)
      kept.push(await inspectEpoch(fs, folder, file))
    } catch (error) {
      if (error instanceof LabError && error.code === 'E_VERSION') hasNewer = true
      bad.push({ epoch, problem: damageOf(error) })
    }
  }
  return { kept, bad, hasNewer }
}

export async function epochNames(fs: FsPort, folder: string): Promise<readonly string[]> {
  const parent = join(folder, files.epochs)
  const isThere = (await fs.inspect(parent))?.kind === 'folder' // a link is not
  return isThere ? fs.list(parent) : []
}

async function readManifestOf(fs: FsPort, folder: string, epoch: number): Promise<Versioned<Manifest>> {
  const path = epochFolder(folder, epoch)
  if ((await fs.inspect(path))?.kind !== 'folder') throw damaged(`Epoch ${epoch} is not a folder.`)
  return readManifest(fs, path, epoch)
}

async function inspectEpoch(fs: FsPort, folder: string, manifest: Manifest): Promise<KeptEpoch> {
  const problems: string[] = []
  let resumable = false
  for (const name of blobNames) {
    const facts = manifest.blobs[name]
    if (!facts) continue
    const found = await fs.inspect(join(epochFolder(folder, manifest.epoch), name))
    const fits = found?.kind === 'file' && found.bytes === facts.bytes
    if (name === 'optimizer.bin') resumable = fits
    const isPruned = name === 'optimizer.bin' && !found
    if (!fits && !isPruned) problems.push(problemOf(name, manifest.epoch, facts.bytes, found?.bytes))
  }
  return { manifest, resumable, problems }
}

function problemOf(name: string, epoch: number, expected: number, found: number | undefined): string {
  return found === undefined ? `${name} of epoch ${epoch} is missing.` : `${name} of epoch ${epoch} has ${found} bytes, not ${expected}.`
}

/** Bytes of its parts. */
export function bytesOf({ manifest, resumable }: KeptEpoch): number {
  return blobNames.reduce((sum, name) => sum + (name === 'optimizer.bin' && !resumable ? 0 : manifest.blobs[name]?.bytes ?? 0), 0)
}

/** Reads all that an epoch has and compares the hashes; what is wrong, as sentences. */
export async function verifyEpoch(fs: FsPort, folder: string, { manifest, resumable, problems }: KeptEpoch): Promise<readonly string[]> {
  const found = [...problems]
  for (const name of blobNames) {
    const facts = manifest.blobs[name]
    if (!facts || (name === 'optimizer.bin' && !resumable)) continue
    await readBlob(fs, epochFolder(folder, manifest.epoch), name, facts).catch((error: unknown) => found.push(damageOf(error)))
  }
  return found
}
