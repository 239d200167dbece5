/** Reading back what an epoch's folder holds; every byte is compared with the manifest's hash. */
import { LabError } from '@shared/errors'
import { readBlob } from './blobs'
import { damaged } from './faults'
import { epochFolder } from './layout'
import type { Split } from '@shared/domain/image'
import type { KeptEpoch } from './epochs'
import type { FsPort } from './fsPort'
import type { BlobName } from './layout'
import type { Embedding, NamedArray, ResumePoint } from './record'

export function findEpoch(kept: readonly KeptEpoch[], epoch: number): KeptEpoch {
  const found = kept.find(({ manifest }) => manifest.epoch === epoch)
  if (!found) throw new LabError('E_NO_RUN', `Epoch ${epoch} of this run is not kept; ${kept.length} epochs are.`)
  return found
}

export async function readArrays(fs: FsPort, folder: string, { manifest }: KeptEpoch, name: BlobName): Promise<NamedArray[]> {
  const facts = manifest.blobs[name]
  if (!facts) throw damaged(`Epoch ${manifest.epoch} has no ${name}.`)
  return readBlob(fs, epochFolder(folder, manifest.epoch), name, facts)
}

export async function readEmbedding(fs: FsPort, folder: string, entry: KeptEpoch, split: Split): Promise<Embedding> {
  const latents = named(await readArrays(fs, folder, entry, 'latents.bin'), split)
  const errors = named(await readArrays(fs, folder, entry, 'errors.bin'), split)
  return { dimension: latents.shape[1] ?? 0, latents: latents.values, errors: errors.values }
}

export async function readResumePoint(fs: FsPort, folder: string, kept: readonly KeptEpoch[], wanted?: number): Promise<ResumePoint | null> {
  const entry = kept.findLast(({ resumable, manifest }) => resumable && (wanted === undefined || manifest.epoch === wanted))
  if (!entry) return null
  const { epoch, totalSteps, rateChanges } = entry.manifest
  const weights = await readArrays(fs, folder, entry, 'weights.bin')
  const optimizer = await readArrays(fs, folder, entry, 'optimizer.bin')
  return { epoch, totalSteps, rateChanges, weights, optimizer }
}

function named(arrays: readonly NamedArray[], name: string): NamedArray {
  const found = arrays.find(array => array.name === name)
  if (!found) throw damaged(`There is no array named ${name}.`)
  return found
}
