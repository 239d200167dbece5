/** What a session says of its executor, and that it can be stopped before it trains. The learner is a stand-in. */
import { expect, it } from 'vitest'
import { presets } from '@shared/domain/presets'
import type { ExecutorKind, RunSnapshot } from '@shared/domain/run'
import { memoryArchive } from '../../../../src/main/engine/archive'
import type { DataSet } from '../../../../src/main/engine/data/fashionMnist'
import type { Learners } from '../../../../src/main/engine/learners'
import type { Learner } from '../../../../src/main/engine/model/learner'
import { turn } from '../../../../src/main/engine/model/turn'
import { Session } from '../../../../src/main/engine/session'

const { config } = presets.seed
const data = { sizes: { train: 100, test: 10 } } as DataSet

interface Told {
  readonly session: Session
  readonly announced: { readonly event: string, readonly payload: unknown }[]
}

function begin(take: Learners['take'], before: RunSnapshot | null = null): Told {
  const announced: Told['announced'] = []
  const session = new Session({
    data, learners: { take, dispose: () => undefined }, floors: null, memory: () => 1e9, breathe: turn,
    announce: (event, payload) => void announced.push({ event, payload }),
  }, { runId: 'a-run', config, archive: memoryArchive(), from: null, before, executor: null })
  return { session, announced }
}

/** A run on an executor that is stopped as soon as it would train. */
async function runOn(executor: ExecutorKind, reason: string, before: RunSnapshot | null = null): Promise<Told> {
  const learner = { executor, reason, begin: () => told.session.control.stop() } as unknown as Learner
  const told = begin(async () => learner, before)
  await told.session.ended
  return told
}

it('tells the executor with its reason: at once, in the log, and to whom asks later', async () => {
  const { session, announced } = await runOn('graph', 'XLA cannot compile it: unsupported op.')
  expect(announced).toContainEqual({ event: 'executor', payload: { runId: 'a-run', executor: 'graph', reason: 'XLA cannot compile it: unsupported op.' } })
  expect(session.snapshot).toMatchObject({ executor: 'graph', executorReason: 'XLA cannot compile it: unsupported op.' })
  const text = 'The step runs in TensorFlow\'s graph executor. XLA cannot compile it: unsupported op.'
  expect(session.snapshot.log).toContainEqual({ level: 'info', text, time: expect.any(Number) as number })
})

it('gives notice where a run goes on with another executor than it began with', async () => {
  const { session: { snapshot } } = await runOn('xla', 'It was asked for.')
  const { session } = await runOn('graph', 'XLA cannot compile it: unsupported op.', snapshot)
  const text = 'The run began compiled by XLA; here its step runs in TensorFlow\'s graph executor. XLA cannot compile it: unsupported op.'
  expect(session.snapshot.log).toContainEqual({ level: 'notice', text, time: expect.any(Number) as number })
  const same = await runOn('xla', 'The run began with it.', snapshot)
  expect(same.session.snapshot.log.filter(({ level }) => level === 'notice')).toEqual([])
})

it('is stopped while it compiles, without waiting for the end of it', async () => {
  const { session } = begin(async (_, __, breathe) => {
    for (;;) await breathe()
  })
  setImmediate(() => session.control.stop())
  await session.ended
  expect(session.snapshot).toMatchObject({ state: { kind: 'ended', reason: 'stopped' }, executor: null })
})

it('ends in a fault where compiling does, stopped or not', async () => {
  const { session } = begin(() => Promise.reject(new Error('broken')))
  await session.ended
  expect(session.snapshot.state).toMatchObject({ kind: 'ended', reason: 'failed', message: expect.stringContaining('broken') as string })
})
