import { beforeEach, expect, it, vi } from 'vitest'
import { PathFinder } from '../../../../src/renderer/workers/pathFinder'
import { FakePathWorker, lastWorker } from './fakeWorker'

vi.mock('../../../../src/renderer/workers/open', () => ({ openWorker: () => new FakePathWorker() }))

const line = (offset = 0) => ({ values: Float32Array.from({ length: 40 }, (_, i) => i + offset), dimension: 1 })
const [from, to, middle] = [Float32Array.of(0), Float32Array.of(39), Float32Array.of(20)]
const aborted = { name: 'AbortError' }

beforeEach(() => { FakePathWorker.made.length = 0 })

it('tells a cloud once, and asks for other ways through it without it', async () => {
  const finder = new PathFinder()
  const cloud = line()
  const first = finder.find(cloud, [from, to])
  expect(lastWorker().tasks[0]?.cloud?.values).toEqual(cloud.values)
  lastWorker().answer()
  expect((await first).points.length).toBeGreaterThan(2)
  const second = finder.find({ ...cloud }, [from, middle])
  expect(lastWorker().tasks[0]).not.toHaveProperty('cloud')
  lastWorker().answer()
  expect((await second).points.at(-1)).toEqual(middle)
  expect(FakePathWorker.made).toHaveLength(1)
})

it('a question about the same cloud replaces the one before, and the graph that is being made is kept', async () => {
  const finder = new PathFinder()
  const cloud = line()
  const first = expect(finder.find(cloud, [from, to])).rejects.toMatchObject(aborted)
  const second = finder.find(cloud, [from, middle])
  await first
  lastWorker().answer()
  expect((await second).points.at(-1)).toEqual(middle)
  expect(FakePathWorker.made).toHaveLength(1)
})

it('a question about another cloud ends the work on the one before', async () => {
  const finder = new PathFinder()
  const first = expect(finder.find(line(), [from, to])).rejects.toMatchObject(aborted)
  const other = line(0.5)
  const second = finder.find(other, [from, to])
  await first
  expect(FakePathWorker.made.map(({ isEnded }) => isEnded)).toEqual([true, false])
  lastWorker().answer()
  expect((await second).points[1]?.[0]).not.toBe(Math.round((await second).points[1]?.[0] ?? 0))
})

it('after an answer the next cloud goes to the same thread', async () => {
  const finder = new PathFinder()
  const first = finder.find(line(), [from, to])
  lastWorker().answer()
  await first
  void finder.find(line(0.5), [from, to]).catch(() => undefined)
  expect(lastWorker().tasks[0]?.cloud?.values[0]).toBe(0.5)
  expect(FakePathWorker.made).toHaveLength(1)
})

it('stopping ends a thread at work, and leaves one at rest', async () => {
  const finder = new PathFinder()
  const cloud = line()
  const first = finder.find(cloud, [from, to])
  lastWorker().answer()
  await first
  finder.stop()
  expect(lastWorker().isEnded).toBe(false)
  const second = expect(finder.find(cloud, [from, to])).rejects.toMatchObject(aborted)
  finder.stop()
  await second
  expect(lastWorker().isEnded).toBe(true)
})

it('a thread that fails rejects with its reason, and the next question gets another thread', async () => {
  const finder = new PathFinder()
  const failed = expect(finder.find(line(), [from, to])).rejects.toThrow('out of memory')
  lastWorker().onerror?.({ message: 'out of memory' })
  await failed
  const next = finder.find(line(), [from, to])
  lastWorker().answer()
  expect((await next).isBroken).toBe(false)
  expect(FakePathWorker.made).toHaveLength(2)
})
