/** Where things stand in a runs folder. Every path of the store is made here, of checked parts: nothing can name a place outside. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { LabError } from '@shared/errors'
import { RunId } from '@shared/domain/run'

export const blobNames = ['weights.bin', 'optimizer.bin', 'latents.bin', 'errors.bin'] as const
export type BlobName = (typeof blobNames)[number]

export const files = {
  run: 'run.json',
  labels: 'labels.json',
  metrics: 'metrics.jsonl',
  history: 'history.jsonl',
  epochs: 'epochs',
  manifest: 'manifest.json',
  quarantine: 'quarantine',
  /** Documents as they were before a newer version of the lab rewrote them. */
  before: 'before',
} as const

/** What starts so was being written when its writer went away; it was never part of a run. */
export const temporaryPrefix = '.tmp-'

export function runFolder(runsFolder: string, id: string): string {
  if (!RunId.safeParse(id).success) throw new LabError('E_PATH_ESCAPE', 'This is not the id of a run, so nothing was opened.')
  return join(runsFolder, id)
}

export function epochFolder(folder: string, epoch: number): string {
  return join(folder, files.epochs, epochName(epoch))
}

export function temporary(folder: string, name: string, token: string): string {
  return join(folder, `${temporaryPrefix}${name}-${token}`)
}

const maxEpoch = 1_000_000

export function epochName(epoch: number): string {
  if (!Number.isInteger(epoch) || epoch < 0 || epoch > maxEpoch) throw new LabError('E_NO_RUN', `There is no epoch ${epoch}.`)
  return String(epoch)
}

/** The epoch that a folder's name says, or null: "12" is one, "012", "+12" and "1e3" are not. */
export function epochOfName(name: string): number | null {
  return /^(0|[1-9]\d{0,6})$/.test(name) && Number(name) <= maxEpoch ? Number(name) : null
}

/** Random and short: names of temporary things. */
export function newToken(): string {
  return randomBytes(6).toString('hex')
}

/** "20260214-153012-9f3a1c": sorts by time, valid as a folder's name everywhere. */
export function newRunId(now = new Date(), token = newToken()): RunId {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return RunId.parse(`${time}-${token.slice(0, 6)}`)
}
