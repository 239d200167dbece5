/** What the runs of an app under test have on the disk, read without the store's help. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface EpochOnDisk {
  readonly epoch: number
  readonly totalSteps: number
  /** SHA-256 of the weights, as its manifest says. */
  readonly weights: string
}

/** The folders of all runs, oldest first. */
export function runFolders(runs: string): readonly string[] {
  return existsSync(runs) ? readdirSync(runs).filter(name => /^\d/.test(name)).sort().map(name => join(runs, name)) : []
}

/** Committed epochs in their order. */
export function epochsOnDisk(run: string): readonly EpochOnDisk[] {
  const names = existsSync(join(run, 'epochs')) ? readdirSync(join(run, 'epochs')).filter(name => /^\d+$/.test(name)) : []
  return names.map(Number).sort((a, b) => a - b).map((epoch) => {
    const { totalSteps, blobs } = readJson(join(run, 'epochs', String(epoch), 'manifest.json')) as
      { totalSteps: number, blobs: Record<string, { sha256: string }> }
    return { epoch, totalSteps, weights: blobs['weights.bin']?.sha256 ?? '' }
  })
}

/** Whether a save was under way when somebody last wrote to the run. */
export function hasUnfinishedSave(run: string): boolean {
  return readdirSync(join(run, 'epochs')).some(name => name.startsWith('.tmp-'))
}

export interface RunOnDisk {
  readonly executor: string
  readonly config: { readonly seed: number, readonly epochs: number }
  readonly state: { readonly kind: string, readonly reason?: string }
}

export function runOnDisk(run: string): RunOnDisk {
  return readJson(join(run, 'run.json')) as RunOnDisk
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
