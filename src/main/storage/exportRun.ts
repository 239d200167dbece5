/** A run as one file: an uncompressed tar archive of its folder, which any tool unpacks. What does not verify is left out, and said. */
import { basename, join, posix } from 'node:path'
import { bytesOf, findEpochs, verifyEpoch } from './epochs'
import { diskFault, systemCode } from './faults'
import { blobNames, epochName, files, newToken } from './layout'
import { assertFolder } from './loadRun'
import { readRunFile } from './runFile'
import { Meter } from './meter'
import { block, encodeHeader, padded } from './tar'
import type { EpochsFound } from './epochs'
import type { FileWriter, FsPort } from './fsPort'
import type { Watch } from './meter'
import type { RunFile } from './runFile'

export interface Exported {
  readonly bytes: number
  /** What of the run was left out, as sentences. */
  readonly notices: readonly string[]
}

const chunk = 1024 * 1024

/** `target` is there as a whole or, as it was before, not at all. Works while the run trains. */
export async function exportRun(fs: FsPort, folder: string, target: string, watch: Watch | null = null): Promise<Exported> {
  await assertFolder(fs, folder)
  const file = { ...(await readRunFile(fs, folder)).file, id: basename(folder) }
  const found = await findEpochs(fs, folder, file.origin)
  const meter = new Meter(2 * found.kept.reduce((sum, entry) => sum + bytesOf(entry), 0), watch) // each is read to be verified, and once more
  const { names, notices } = await namesToExport(fs, folder, found, meter)
  const draft = `${target}.tmp-${newToken()}`
  try {
    const archive = await fs.createFile(draft)
    let bytes = 0
    try {
      for (const name of names) bytes += await addFile(fs, archive, folder, file, name, meter)
      await archive.write(Buffer.alloc(2 * block))
      await archive.sync()
    } finally {
      await archive.close()
    }
    await fs.rename(draft, target)
    return { bytes: bytes + 2 * block, notices }
  } catch (error) {
    await fs.removeFile(draft).catch(() => undefined)
    throw diskFault(error, 'The run could not be exported')
  }
}

async function namesToExport(fs: FsPort, folder: string, { kept, bad }: EpochsFound, meter: Meter) {
  const names: string[] = [files.run, files.labels, files.metrics, files.history]
  const notices = bad.map(({ problem }) => problem)
  for (const entry of kept) {
    const problems = await verifyEpoch(fs, folder, entry)
    notices.push(...problems)
    meter.add(bytesOf(entry))
    if (problems.length > 0) continue
    names.push(...[files.manifest, ...blobNames].map(name => posix.join(files.epochs, epochName(entry.manifest.epoch), name)))
  }
  return { names, notices }
}

/** Nothing where the file is not there: optimizers of old epochs are not, and may go while the run trains. */
async function addFile(fs: FsPort, archive: FileWriter, folder: string, { id, createdAt }: RunFile, name: string, meter: Meter): Promise<number> {
  const source = await fs.readFile(join(folder, name)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  if (!source) return 0
  try {
    const { bytes } = source // a file that grows is taken as long as it was
    await archive.write(encodeHeader({ name: posix.join(id, name), bytes, kind: 'file' }, createdAt / 1000))
    const buffer = Buffer.alloc(chunk)
    for (let done = 0; done < bytes;) {
      const count = await source.read(buffer.subarray(0, Math.min(chunk, bytes - done)), done)
      if (count === 0) throw Object.assign(new Error('the file shrank'), { code: 'EIO' })
      await archive.write(buffer.subarray(0, count))
      done += count
      meter.add(count)
    }
    await archive.write(Buffer.alloc(padded(bytes) - bytes))
    return block + padded(bytes)
  } finally {
    await source.close()
  }
}
