/** A small JSON file with a schema: it is there whole or not at all, and a damaged one is kept aside, never overwritten. */
import { readFileSync, renameSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { LabError } from '@shared/errors'
import { parse } from '@shared/schema'
import type { z } from '@shared/schema'
import { writeWholeSync } from './wholeFile'

const largestFile = 1_000_000

/** What the file says; `fallback` where it is absent or bad. `onBad` hears where a bad one was put, and why. */
export function readJsonFile<S extends z.ZodMiniType>(
  file: string, schema: S, fallback: z.output<S>, onBad: (keptAs: string, reason: unknown) => void,
): z.output<S> {
  if (!exists(file)) return fallback
  try {
    if (statSync(file).size > largestFile) throw new LabError('E_TOO_BIG', `${basename(file)} is larger than a megabyte.`)
    return parse(schema, JSON.parse(readFileSync(file, 'utf8')), 'E_FORMAT', basename(file))
  } catch (reason) {
    onBad(setAside(file), reason)
    return fallback
  }
}

export function writeJsonFile(file: string, value: unknown): void {
  writeWholeSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** Answers where it is now: where the folder lets nothing go, in its place. */
function setAside(file: string): string {
  const keptAs = `${file}.bad-${new Date().toISOString().replaceAll(':', '-')}`
  try {
    renameSync(file, keptAs)
    return keptAs
  } catch {
    return file
  }
}

/** What lies below something that is no folder is not there either. */
function exists(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
