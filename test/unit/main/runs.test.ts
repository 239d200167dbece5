import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mainContract } from '@shared/contract/main'
import { KeptRun, canResume } from '@shared/domain/keptRun'
import type { KeptFacts } from '@shared/domain/keptRun'
import { webPort } from '@shared/ports'
import { connect, serve } from '@shared/rpc'
import type { Handlers } from '@shared/rpc'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Log } from '../../../src/main/log'
import { openRuns } from '../../../src/main/runs'
import { draftPath } from '../../../src/main/storage/drafts'
import { identityOf } from '../../../src/main/storage/processes'
import { openRunStore } from '../../../src/main/storage/runStore'
import { aDraft, aRecord } from '../../support/storage/builders'
import { aFolder, treeHash } from '../../support/storage/folders'
import { aGoneProcess } from '../../support/storage/goneProcess'

const log = { write: vi.fn<Log['write']>(), append: vi.fn<Log['append']>() }

/** `place` holds the runs and the deleted ones; another session's, where it is given. */
async function aDesk(discard: (path: string) => Promise<void> = async path => rmSync(path, { recursive: true }), place = aFolder()) {
  const folder = join(place, 'runs')
  const trashFolder = join(place, 'deleted-runs')
  const onChange = vi.fn()
  const onTransfer = vi.fn()
  const file: { path: string | null } = { path: null }
  const dialogs = {
    chooseTarget: vi.fn(async () => file.path), chooseSource: vi.fn(async () => file.path),
    confirmPurge: vi.fn(async (_runs: number, _bytes: number) => true),
  }
  const handedOver: string[] = []
  const desk = openRuns({
    folder: async () => folder, trashFolder, discard, dialogs, nextOpened: () => handedOver.shift(),
    onChange, onTransfer, log, patience: 100,
  })
  onTestFinished(() => desk.close())
  const seen = { handedOver, file, dialogs, onChange, onTransfer }
  return { desk, place, ...seen, folder, trashFolder, store: await openRunStore(folder), ...throughAPort(desk.handlers) }
}

/** As the window calls: parsed at both doors. */
function throughAPort(handlers: object) {
  const { port1, port2 } = new MessageChannel()
  serve(webPort(port1 as never), mainContract, handlers as Handlers<typeof mainContract>)
  const connection = connect(webPort(port2 as never), mainContract)
  onTestFinished(() => {
    port1.close()
    port2.close()
  })
  return { calls: connection.calls }
}

async function aRun(store: Awaited<ReturnType<typeof openRunStore>>, name: string, epochs = 2) {
  const writer = await store.create(aDraft(), { name })
  for (let epoch = 1; epoch <= epochs; epoch++) await writer.commit(aRecord(epoch))
  await writer.update({ state: { kind: 'ended', reason: 'stopped', message: 'Stopped.' } })
  await writer.close()
  return writer.facts().id
}

describe('main\'s desk for runs', () => {
  it('lists what each run is and reached, as the contract says', async () => {
    const { calls, store } = await aDesk()
    const id = await aRun(store, 'first')
    const [run] = await calls.listRuns()
    expect(KeptRun.parse(run)).toEqual(run)
    expect(run).toMatchObject({
      id, labels: { name: 'first', tags: [], notes: '' }, problem: null,
      facts: { parent: null, state: { kind: 'ended', reason: 'stopped' }, last: { epoch: 2 }, best: { epoch: 2, testLoss: 0.55 }, seconds: 3 },
    })
  })

  it('lists a run that cannot be read beside those that can, and changes neither', async () => {
    const { calls, store, folder } = await aDesk()
    const good = await aRun(store, 'good')
    const bad = await aRun(store, 'bad')
    writeFileSync(join(folder, bad, 'run.json'), '{"half":')
    symlinkSync('/etc', join(folder, '20260101-000000-linked'))
    const before = treeHash(folder)
    const listed = await calls.listRuns()
    expect(Object.fromEntries(listed.map(({ id, problem }) => [id, problem?.code ?? 'fine']))).toEqual({
      [good]: 'fine', [bad]: 'E_RUN_DAMAGED', '20260101-000000-linked': 'E_PATH_ESCAPE',
    })
    expect(treeHash(folder)).toBe(before)
  })

  it('tells when the process that trained a run is gone, though no file changes', async () => {
    const { calls, store, folder, onChange } = await aDesk()
    const writer = spawn('sleep', ['60'])
    const run = await store.create(aDraft(), { name: 'killed' })
    await run.commit(aRecord(1))
    const id = run.facts().id
    writeFileSync(join(folder, id, 'lock-7.json'), JSON.stringify(identityOf(writer.pid)))
    expect((await calls.listRuns())[0]?.facts?.state).toEqual({ kind: 'training' })
    await new Promise(resolve => setTimeout(resolve, 400)) // what the files tell is told by now
    onChange.mockClear()
    writer.kill('SIGKILL')
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 5_000 })
    expect((await calls.listRuns())[0]?.facts?.state).toEqual({ kind: 'interrupted' })
  })

  it('names, tags and annotates a run; what is not named stays', async () => {
    const { calls, store } = await aDesk()
    const id = await aRun(store, 'first')
    await calls.relabelRun({ runId: id, changes: { tags: ['paper'] } })
    const run = await calls.relabelRun({ runId: id, changes: { notes: 'sharp soles' } })
    expect(run.labels).toEqual({ name: 'first', tags: ['paper'], notes: 'sharp soles' })
    expect((await calls.describeRun({ runId: id })).labels).toEqual(run.labels)
  })

  it.each(['../../etc', '..', '.tmp-abcdef', 'A'.repeat(12), '/etc/passwd'])('lets no id lead anywhere: %j', async (runId) => {
    const { desk, calls, folder } = await aDesk()
    mkdirSync(folder, { recursive: true })
    const before = treeHash(join(folder, '..'))
    for (const call of [calls.describeRun, calls.removeRun, calls.restoreRun]) {
      await expect(call({ runId })).rejects.toMatchObject({ code: 'E_IPC_SCHEMA' })
    }
    await expect(desk.handlers.removeRun({ runId })).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' }) // were the door open
    expect(treeHash(join(folder, '..'))).toBe(before)
  })

  it('deletes into a folder of its own, and brings back every byte', async () => {
    const { calls, store, folder, trashFolder } = await aDesk()
    const id = await aRun(store, 'first')
    const other = await aRun(store, 'second')
    const before = [treeHash(join(folder, id)), treeHash(join(folder, other))]
    await calls.removeRun({ runId: id })
    expect((await calls.listRuns()).map(run => run.id)).toEqual([other])
    expect(readdirSync(trashFolder)).toHaveLength(1)
    await calls.restoreRun({ runId: id })
    expect([treeHash(join(folder, id)), treeHash(join(folder, other))]).toEqual(before)
    await expect(calls.restoreRun({ runId: id })).rejects.toMatchObject({ code: 'E_NO_RUN' })
  })

  it('does not delete a run that trains', async () => {
    const { calls, store } = await aDesk()
    const writer = await store.create(aDraft())
    await expect(calls.removeRun({ runId: writer.facts().id })).rejects.toMatchObject({ code: 'E_BUSY' })
    await writer.commit(aRecord(1))
    await writer.close()
  })

  it('hands deleted runs to the system\'s trash when the app quits, those of an earlier session too', async () => {
    const discarded: string[] = []
    const { desk, calls, store, trashFolder } = await aDesk(async (path) => {
      discarded.push(path)
      rmSync(path, { recursive: true })
    })
    mkdirSync(join(trashFolder, 'left-behind'), { recursive: true })
    await calls.removeRun({ runId: await aRun(store, 'first') })
    await desk.close()
    expect(discarded).toHaveLength(2)
    expect(readdirSync(trashFolder)).toEqual([])
  })

  it('keeps a deleted run where the system has no trash, and does not hold up the quit', async () => {
    const { desk, calls, store, trashFolder } = await aDesk(() => Promise.reject(new Error('no trash here')))
    await calls.removeRun({ runId: await aRun(store, 'first') })
    await desk.close()
    expect(readdirSync(trashFolder)).toHaveLength(1)
    const slow = await aDesk(() => new Promise(() => undefined))
    await slow.calls.removeRun({ runId: await aRun(slow.store, 'first') })
    const start = performance.now()
    await slow.desk.close()
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('knows after its death what was deleted before, says that it was not put away, and brings it back', async () => {
    const dead = await aDesk()
    const [first, second] = [await aRun(dead.store, 'first'), await aRun(dead.store, 'second')]
    const before = [first, second].map(id => treeHash(join(dead.folder, id)))
    await dead.calls.removeRun({ runId: first })
    await dead.calls.removeRun({ runId: second }) // and then it was killed
    const { calls, trashFolder } = await aDesk(undefined, dead.place)
    const { runs, ...told } = await calls.deletedRuns()
    expect(told).toEqual({ earlier: [first, second], refusal: null })
    expect(runs.map(run => run.labels.name)).toEqual(['first', 'second'])
    expect(runs[1]).toMatchObject({ facts: { last: { epoch: 2 } }, problem: null })
    for (const runId of [first, second]) await calls.restoreRun({ runId })
    expect([first, second].map(id => treeHash(join(dead.folder, id)))).toEqual(before)
    expect(await calls.deletedRuns()).toEqual({ runs: [], earlier: [], refusal: null })
    expect(readdirSync(trashFolder)).toEqual([])
  })

  it('tells in its next session what the system\'s trash refused, and why, until it has taken it', async () => {
    const refused = await aDesk(() => Promise.reject(new Error('no trash on this disk')))
    const id = await aRun(refused.store, 'first')
    await refused.calls.removeRun({ runId: id })
    expect(await refused.calls.deletedRuns()).toMatchObject({ earlier: [], refusal: null })
    await refused.desk.close()
    const next = await aDesk(undefined, refused.place)
    expect(await next.calls.deletedRuns()).toMatchObject({ runs: [{ id }], earlier: [id], refusal: 'no trash on this disk.' })
    const later = await aRun(next.store, 'later')
    await next.calls.removeRun({ runId: later })
    expect((await next.calls.deletedRuns()).earlier).toEqual([id])
    await next.desk.close() // now it takes them
    const { calls } = await aDesk(undefined, refused.place)
    expect(await calls.deletedRuns()).toEqual({ runs: [], earlier: [], refusal: null })
  })

  it('clears deleted runs away for good where the user confirms it, and no other', async () => {
    const { calls, store, folder, trashFolder, dialogs } = await aDesk()
    const [gone, kept] = [await aRun(store, 'gone'), await aRun(store, 'kept')]
    const before = treeHash(join(folder, kept))
    expect(await calls.purgeDeleted()).toEqual({ purged: false })
    expect(dialogs.confirmPurge).not.toHaveBeenCalled() // there is nothing to ask about
    const bytes = (await calls.describeRun({ runId: gone })).facts?.bytes
    await calls.removeRun({ runId: gone })
    dialogs.confirmPurge.mockResolvedValueOnce(false)
    expect(await calls.purgeDeleted()).toEqual({ purged: false })
    expect(readdirSync(trashFolder)).toHaveLength(1)
    expect(await calls.purgeDeleted()).toEqual({ purged: true })
    expect(dialogs.confirmPurge).toHaveBeenCalledWith(1, bytes)
    expect(bytes).toBeGreaterThan(1000)
    expect(readdirSync(trashFolder)).toEqual([])
    expect(treeHash(join(folder, kept))).toBe(before)
  })

  it('clears away copies to another disk that never ended, whose runs are still where they were', async () => {
    const place = aFolder()
    mkdirSync(join(draftPath(join(place, 'deleted-runs'), '20260101-000000-abcdef.0123456789ab', await aGoneProcess()), 'epochs'), { recursive: true })
    const { calls, trashFolder } = await aDesk(undefined, place)
    expect((await calls.deletedRuns()).runs).toEqual([])
    expect(readdirSync(trashFolder)).toEqual([])
  })

  it('works where something else is in the place of the deleted runs; they alone are refused, with a sentence', async () => {
    const place = aFolder()
    writeFileSync(join(place, 'deleted-runs'), '')
    const { calls, store } = await aDesk(undefined, place)
    const id = await aRun(store, 'kept')
    await new Promise(resolve => setTimeout(resolve)) // a rejection that nobody heard would fail the test
    for (const ask of [() => calls.removeRun({ runId: id }), () => calls.deletedRuns()]) {
      await expect(ask()).rejects.toMatchObject({ message: expect.stringMatching(/deleted.runs/) })
    }
    expect((await calls.listRuns()).map(run => run.id)).toEqual([id])
  })

  it('clears away runs in the making whose process was killed, and says so in the log', async () => {
    const place = aFolder()
    const folder = join(place, 'runs')
    mkdirSync(join(draftPath(folder, '20260101-000000-abcdef', await aGoneProcess()), 'epochs'), { recursive: true })
    const { calls } = await aDesk(undefined, place)
    expect(await calls.listRuns()).toEqual([])
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]))
    await vi.waitFor(() => expect(log.write).toHaveBeenCalledWith('1 unfinished run(s) were cleared away'))
  })

  it('takes a run along as one file and brings it in again, under a name that any disk takes', async () => {
    const { calls, store, place, file, dialogs } = await aDesk()
    const id = await aRun(store, '../a/b: "sharp" soles?')
    expect(await calls.exportRun({ runId: id })).toEqual({ saved: null, notices: [] })
    expect(dialogs.chooseTarget).toHaveBeenCalledWith('a b sharp soles.run.tar')
    file.path = join(place, 'my.run.tar')
    expect(await calls.exportRun({ runId: id })).toEqual({ saved: 'my.run.tar', notices: [] })
    const { runId } = await calls.importRun()
    expect(runId).not.toBe(id) // that one is here already
    expect((await calls.listRuns()).map(run => run.labels.name)).toEqual(Array(2).fill('../a/b: "sharp" soles?'))
    file.path = null
    expect(await calls.importRun()).toEqual({ runId: null })
  })

  it('brings in what the system hands over, one by one, and says of each that is no run why not', async () => {
    const { calls, store, place, file, handedOver } = await aDesk()
    const id = await aRun(store, 'first')
    file.path = join(place, 'my.run.tar')
    await calls.exportRun({ runId: id })
    writeFileSync(join(place, 'other.run.tar'), 'GIF89a')
    mkdirSync(join(place, 'folder.run.tar'))
    handedOver.push(join(place, 'other.run.tar'), join(place, 'folder.run.tar'), join(place, 'gone.run.tar'), file.path)
    for (const name of ['other', 'folder', 'gone']) {
      expect(await calls.importOpened()).toEqual({ file: `${name}.run.tar`, runId: null, problem: expect.stringMatching(/.+\.$/) as string })
    }
    const { runId, ...rest } = await calls.importOpened()
    expect(rest).toEqual({ file: 'my.run.tar', problem: null })
    expect((await calls.listRuns()).map(run => run.id)).toContain(runId)
    expect(await calls.importOpened()).toEqual({ file: null, runId: null, problem: null })
  })

  it('brings in nothing of a file that is not a run, or of one that was cut off', async () => {
    const { calls, store, place, file, folder } = await aDesk()
    const id = await aRun(store, 'first')
    file.path = join(place, 'my.run.tar')
    await calls.exportRun({ runId: id })
    const before = treeHash(folder)
    truncateSync(file.path, 3000)
    await expect(calls.importRun()).rejects.toMatchObject({ code: expect.stringMatching(/^E_(TRUNCATED|RUN_DAMAGED|FORMAT)$/) as string })
    writeFileSync(file.path, 'GIF89a')
    await expect(calls.importRun()).rejects.toMatchObject({ code: expect.stringMatching(/^E_(TRUNCATED|FORMAT)$/) as string })
    expect(treeHash(folder)).toBe(before)
  })

  it('tells when a run comes or goes, once, and not while it is being made', async () => {
    const { calls, store, folder, onChange } = await aDesk()
    await calls.listRuns()
    mkdirSync(join(folder, '.tmp-something'))
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(onChange).not.toHaveBeenCalled()
    const id = await aRun(store, 'first')
    renameSync(join(folder, id), join(folder, `${id}-copy`))
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce())
    expect(existsSync(join(folder, id))).toBe(false)
  })
})

describe('a run that can be resumed', () => {
  const facts = (state: KeptFacts['state'], epoch: number) =>
    ({ state, last: { epoch }, config: { epochs: 10 } }) as unknown as KeptFacts
  const ended = (reason: 'finished' | 'stopped' | 'failed' | 'diverged') => ({ kind: 'ended' as const, reason, message: '' })

  it('was interrupted, stopped or failed before its last epoch', () => {
    expect(canResume(facts({ kind: 'interrupted' }, 3))).toBe(true)
    expect(canResume(facts(ended('stopped'), 3))).toBe(true)
    expect(canResume(facts(ended('failed'), 3))).toBe(true)
    expect(canResume(facts({ kind: 'training' }, 3))).toBe(false)
    expect(canResume(facts({ kind: 'interrupted' }, 10))).toBe(false)
    expect(canResume(facts(ended('finished'), 10))).toBe(false)
    expect(canResume(facts(ended('diverged'), 3))).toBe(false)
  })
})
