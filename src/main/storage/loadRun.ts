/** A run as it stands on the disk: what verifies of it, and what is wrong with the rest. A writer also sets right what can be. */
import { basename, join } from 'node:path'
import { LabError } from '@shared/errors'
import { findEpochs, verifyEpoch } from './epochs'
import { damaged, readFault } from './faults'
import { files } from './layout'
import { findLeftovers } from './leftovers'
import { readMetrics } from './metrics'
import { ensureFolder } from './quarantine'
import { keepOriginal, recoverRunFile, replaceLostRunFile, setAside } from './recover'
import { readRunFile } from './runFile'
import { newer } from './versions'
import type { EpochReport } from '@shared/domain/run'
import type { EpochsFound, KeptEpoch } from './epochs'
import type { FsPort } from './fsPort'
import type { Metrics } from './metrics'
import type { RunFile, StoredRun } from './runFile'

export type Access = 'read' | 'write'

export interface LoadedRun {
  readonly file: RunFile
  /** Ascending. */
  readonly kept: readonly KeptEpoch[]
  /** Of the kept epochs, and of lost ones before the newest kept. Ascending. */
  readonly reports: readonly EpochReport[]
  readonly metrics: Metrics
  /** What was found wrong, and what was done about it: sentences for the user. */
  readonly notices: readonly string[]
  /** What saves that never ended left, as paths within the run's folder. */
  readonly leftovers: readonly string[]
}

interface Place {
  readonly fs: FsPort
  readonly folder: string
  readonly access: Access
  readonly notices: string[]
}

/** E_NO_RUN, E_PATH_ESCAPE, E_RUN_DAMAGED where nothing of it can be read, E_VERSION where a writer must not touch it. */
export async function loadRun(fs: FsPort, folder: string, access: Access): Promise<LoadedRun> {
  const place: Place = { fs, folder, access, notices: [] }
  await assertFolder(fs, folder)
  const stored = await readStored(place)
  const found = await findEpochs(fs, folder, stored?.file.origin ?? null)
  refuseNewer(place, stored?.version === 'newer' || found.hasNewer)
  const kept = await settleEpochs(place, found)
  const file = await settleRunFile(place, stored, kept)
  const metrics = await readMetrics(fs, folder)
  if (metrics.dropped > 0) place.notices.push(`${metrics.dropped} line(s) of metrics.jsonl did not verify and were left out.`)
  return { file, kept, reports: reportsOf(kept, metrics), metrics, notices: place.notices, leftovers: await findLeftovers(fs, folder) }
}

export async function assertFolder(fs: FsPort, folder: string): Promise<void> {
  const facts = await fs.inspect(folder)
  const name = basename(folder)
  if (!facts) throw new LabError('E_NO_RUN', `There is no run ${name}.`)
  if (facts.kind === 'link') throw new LabError('E_PATH_ESCAPE', `${name} is a link to another place, and links are not followed.`)
  if (facts.kind !== 'folder') throw damaged(`${name} is not a folder.`)
}

async function readStored({ fs, folder, notices }: Place): Promise<StoredRun | null> {
  try {
    return await readRunFile(fs, folder)
  } catch (error) {
    const fault = readFault(error, files.run)
    if (fault.code !== 'E_RUN_DAMAGED') throw fault
    notices.push(fault.message)
    return null
  }
}

function refuseNewer({ access, notices }: Place, isNewer: boolean): void {
  if (!isNewer) return
  if (access === 'write') throw newer('The run')
  notices.push(`${newer('The run').message} Until then it can be looked at.`)
}

/** From the newest down until one verifies in every byte; what does not is moved to the quarantine by a writer. */
async function settleEpochs({ fs, folder, access, notices }: Place, found: EpochsFound): Promise<KeptEpoch[]> {
  const kept = [...found.kept]
  for (const { epoch, problem } of found.bad) {
    notices.push(problem)
    if (access === 'write') notices.push(await setAside(fs, folder, epoch))
  }
  for (let i = kept.length - 1; i >= 0; i--) {
    const entry = kept[i] as KeptEpoch
    const problems = await verifyEpoch(fs, folder, entry)
    if (problems.length === 0) break
    notices.push(...problems)
    kept[i] = { ...entry, problems, resumable: false }
    if (access === 'read') continue
    notices.push(await setAside(fs, folder, entry.manifest.epoch))
    kept.pop()
  }
  return kept
}

async function settleRunFile(place: Place, stored: StoredRun | null, kept: readonly KeptEpoch[]): Promise<RunFile> {
  const { fs, folder, access, notices } = place
  const id = basename(folder)
  const newest = kept.at(-1)?.manifest
  if (access === 'write') await ensureFolder(fs, join(folder, files.epochs))
  if (access === 'write' && stored?.version === 'older') await keepOriginal(fs, folder)
  if (stored) return { ...stored.file, id }
  if (!newest) throw damaged('run.json of the run does not verify, and there is no epoch to make it anew from.')
  const file = recoverRunFile(id, newest)
  if (access === 'write') await replaceLostRunFile(fs, folder, file)
  notices.push('The facts of the run were made anew from its newest epoch.')
  return file
}

/** A manifest's word counts before that of metrics.jsonl. */
function reportsOf(kept: readonly KeptEpoch[], { reports }: Metrics): EpochReport[] {
  const newest = kept.at(-1)?.manifest.epoch ?? -1
  const byEpoch = new Map(reports.filter(({ epoch }) => epoch <= newest).map(report => [report.epoch, report]))
  for (const { manifest } of kept) byEpoch.set(manifest.epoch, manifest.report)
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch)
}
