/** The kernel refuses each call of a save in turn, or kills the process at it. */
import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openRunStore } from '../../src/main/storage/runStore'
import { aDraft, aRecord } from '../support/storage/builders'
import { aSharedFolder, treeHash } from '../support/storage/folders'
import { bundle } from './child/bundle'
import { cannot, isFull, tell } from './counts'
import { callsOf, canTrace, changes, run } from './strace'
import type { Call, Ending } from './strace'

/** A call to fail: the n-th of its name, or (for the many that Node makes itself) the n-th for a path. */
interface Point {
  readonly call: string
  readonly path: string | null
  readonly nth: number
}

const folder = aSharedFolder()
const [template, runs] = [join(folder, 'template'), join(folder, 'runs')]
let id = ''
let bystander = ''
let before = ''
let command: string[] = []
let calls: Call[] = []

beforeAll(async () => {
  if (!canTrace()) return
  const store = await openRunStore(template)
  for (const epochs of [[1], [1, 2]]) {
    const archive = await store.create(aDraft())
    for (const epoch of epochs) await archive.commit(aRecord(epoch))
    await archive.close()
    bystander = epochs.length === 1 ? basename(archive.folder()) : bystander
    id = archive.facts().id
  }
  before = treeHash(join(template, bystander))
  command = [await bundle('steadySaver.ts', folder), runs, id, '1', '1']
  reset()
  const traced = await callsOf(command, join(runs, id))
  calls = traced.calls
  expect(traced.ending.lines).toEqual(['opening', 'saving 3', 'saved 3', 'done'])
})

if (!canTrace()) it('a kernel that refuses', () => cannot('system calls made to fail', 'there is no strace, or it may not trace'))

describe.skipIf(!canTrace())('under a kernel that refuses (needs strace)', () => {
  it('a save syncs blobs, manifest and names, then renames, then syncs the folder of the epochs', () => {
    const epochs = join(runs, id, 'epochs')
    const steps = calls.filter(({ name, path }) => (name === 'fsync' || name === 'rename') && path.startsWith(epochs))
    const draft = join(epochs, '.tmp-3-')
    expect(steps.map(({ name, path }) => `${name} ${path.startsWith(draft) ? path.slice(draft.length + 12) : basename(path)}`)).toEqual([
      'fsync /weights.bin', 'fsync /optimizer.bin', 'fsync /latents.bin', 'fsync /errors.bin', 'fsync /manifest.json', 'fsync ', 'rename ', 'fsync epochs',
    ])
  })

  it.each(['error=EIO', 'error=ENOSPC', 'signal=KILL'])('any call of a save with %s, every run stays whole', async (fault) => {
    const points = pointsOf(calls).filter((_, i) => isFull || i % 8 === 0)
    const outcomes: Record<string, number> = {}
    for (const point of points) {
      for (const sticky of fault === 'signal=KILL' ? [false] : [false, true]) {
        reset()
        const ending = await run(command, optionsFor(point, fault, sticky))
        const outcome = await judge(ending, `${JSON.stringify(point)} ${fault} ${sticky ? 'sticky' : 'once'}`)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
    }
    tell(`strace ${fault} at ${points.length} calls${fault === 'signal=KILL' ? '' : ', once and sticky'}`, `0 torn runs; ${JSON.stringify(outcomes)}`)
    expect(Object.keys(outcomes).length).toBeGreaterThan(1) // else nothing was injected
  })
})

function reset(): void {
  rmSync(runs, { recursive: true, force: true })
  cpSync(template, runs, { recursive: true })
}

function pointsOf(all: readonly Call[]): Point[] {
  const seen = new Map<string, number>()
  return all.flatMap(({ name, path }) => {
    const isOwn = (changes as readonly string[]).includes(name)
    const key = isOwn ? name : `${name} ${path}`
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return isOwn || path.includes('.tmp-') || path.endsWith('.jsonl') ? [{ call: name, path: isOwn ? null : path, nth }] : []
  })
}

function optionsFor({ call, path, nth }: Point, fault: string, sticky: boolean): string[] {
  const only = path ? ['-P', path] : []
  return ['-o', '/dev/null', ...only, '-e', `trace=${call}`, '-e', `inject=${call}:${fault}:when=${nth}${sticky ? '+' : ''}`]
}

/** What was promised is there, nothing is torn, nothing was unhandled, and nobody else's files changed. */
async function judge({ lines, signal }: Ending, what: string): Promise<string> {
  expect(lines.join('\n'), what).not.toContain('unhandled')
  expect(treeHash(join(runs, bystander)), what).toBe(before)
  const archive = await (await openRunStore(runs)).open(id, 'write')
  const newest = archive.kept().at(-1)?.manifest.epoch ?? 0
  expect(lines.includes('saved 3') ? [3] : [2, 3], what).toContain(newest)
  const { weights, optimizer } = aRecord(newest)
  expect(await archive.resumePoint(), what).toMatchObject({ epoch: newest, weights, optimizer })
  await archive.commit(aRecord(newest + 1))
  await archive.close()
  if (signal === 'SIGKILL') return `killed, epoch ${newest}`
  const last = lines.find(line => /^(saved|failed)/.test(line)) ?? 'not opened'
  return last.replace(/^(saved|failed) 3/, '$1')
}
