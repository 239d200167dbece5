/** One safeguard of the store each, taken out, and the tests that must notice. */
export interface Mutant {
  readonly name: string
  /** Below src/main/storage. */
  readonly file: string
  readonly code: string
  readonly instead: string
  /** The test file that must fail, below test. */
  readonly noticedBy: string
  /** One of each kind is also a part of `npm test`: a sync, a hash, the fence. */
  readonly inShort?: true
}

const replay = 'reliability/crashReplay.test.ts'
const damage = 'reliability/damage.test.ts'
const failing = 'reliability/failPoints.test.ts'
const badRuns = 'unit/main/storage/badRuns.test.ts'
const exchange = 'unit/main/storage/exchange.test.ts'

export const mutants: readonly Mutant[] = [
  { name: 'a blob is not synced', file: 'blobs.ts', code: 'await file.sync()', instead: '', noticedBy: replay, inShort: true },
  { name: 'a document is not synced', file: 'documents.ts', code: 'await file.sync()', instead: '', noticedBy: replay },
  { name: 'the names of an epoch are not synced', file: 'commitEpoch.ts', code: 'await fs.syncFolder(draft)', instead: '', noticedBy: replay },
  {
    name: 'the rename of an epoch is not synced', file: 'commitEpoch.ts', noticedBy: replay,
    code: 'await fs.syncFolder(epochs).then(() => null, (error: unknown) => uncertain(epoch, error))', instead: 'null',
  },
  { name: 'the name of run.json is not synced', file: 'documents.ts', code: 'await fs.syncFolder(folder)', instead: '', noticedBy: replay },
  { name: 'the names of a new run are not synced', file: 'createRun.ts', code: 'await fs.syncFolder(draft)', instead: '', noticedBy: replay },
  { name: 'the rename of a new run is not synced', file: 'createRun.ts', code: 'await fs.syncFolder(dirname(folder))', instead: 'await Promise.resolve()', noticedBy: replay },
  { name: 'the hash of a blob is not compared', file: 'blobs.ts', code: 'hash.digest(\'hex\') !== facts.sha256', instead: 'false', noticedBy: damage, inShort: true },
  { name: 'the hash of a document is not compared', file: 'seal.ts', code: 'sha256(body) !== match[1]', instead: 'false', noticedBy: damage },
  { name: 'the CRC of a line is not compared', file: 'lines.ts', code: 'checksum(body) === match[1]', instead: 'match[1]', noticedBy: damage },
  { name: 'a torn line is written on from', file: 'lines.ts', code: 'fs.openFile(path, end)', instead: 'fs.openFile(path, (await fs.inspect(path))?.bytes ?? 0)', noticedBy: damage },
  { name: 'an epoch that failed is forgotten', file: 'writableArchive.ts', code: 'this.pending.add(record)', instead: 'this.pending.add(record); void Promise.resolve().then(() => this.pending.clear())', noticedBy: failing },
  { name: 'the fence before the rename is gone', file: 'commitEpoch.ts', code: 'await clearPlace(fs, folder, epoch)\n    await context.fence()', instead: 'await clearPlace(fs, folder, epoch)', noticedBy: badRuns, inShort: true },
  { name: 'a newer lock is not noticed', file: 'lock.ts', code: 'newest?.generation !== generation || ', instead: '', noticedBy: badRuns },
  { name: 'a reused process number is believed', file: 'processes.ts', code: 'holder.started === (found?.started ?? null) && ', instead: '', noticedBy: badRuns },
  { name: 'a process that has ended is believed alive', file: 'processes.ts', code: ' && !found?.isEnded', instead: '', noticedBy: badRuns },
  { name: 'two may create the same lock', file: 'nodeFs.ts', code: 'O_WRONLY | O_CREAT | O_EXCL | noFollow', instead: 'O_WRONLY | O_CREAT | noFollow', noticedBy: badRuns },
  { name: 'a link is written through', file: 'quarantine.ts', code: '?.kind === \'folder\') return', instead: ') return', noticedBy: badRuns },
  { name: 'an epoch of another run is taken', file: 'epochs.ts', code: 'origin && file.run.id !== origin', instead: 'origin === file.run.id + 1', noticedBy: badRuns },
  { name: 'a newer format is written', file: 'loadRun.ts', code: 'if (access === \'write\') throw newer(\'The run\')', instead: '', noticedBy: badRuns },
  { name: 'any name is unpacked', file: 'importRun.ts', code: ' || !(isFolder || inRun.test(path))', instead: '', noticedBy: exchange },
  { name: 'an import is not verified', file: 'importRun.ts', code: 'if (problems[0]) throw', instead: 'if (problems[999]) throw', noticedBy: exchange },
]
