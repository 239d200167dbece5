/** The GPU build through kill -9 at any moment of fetching and unpacking, and on a disk that is truly full. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { Installation } from '../../src/main/compute/gpu/installation'
import { aGpuBuild, keptBytes, noise, standIns } from '../support/gpu/build'
import { aWheel } from '../support/gpu/packageIndex'
import { randomOf } from '../support/storage/builders'
import { aSharedFolder } from '../support/storage/folders'
import { bundle } from './child/bundle'
import type { FetcherTask } from './child/gpuFetcher'
import { cannot, scaled, tell } from './counts'

const total = standIns.reduce((sum, { wheel }) => sum + wheel.bytes, 0)
const killsPerRound = 12
const bundles = aSharedFolder()
let fetcher = ''
beforeAll(async () => {
  fetcher = await bundle('gpuFetcher.ts', bundles)
})

describe('a fetch of the GPU build that is killed', () => {
  it('again and again gets there all the same, and is never in use half', async () => {
    const random = randomOf(21)
    let kills = 0
    let unfinished = 0
    let goneOn = 0
    for (let round = 0; round < scaled(10, 2); round++) {
      const { folder, server } = await aGpuBuild({ mischief: { dribble: 1000 } })
      const task: FetcherTask = { folder, index: server.index, wheels: standIns.map(({ wheel }) => wheel), unpacked: keptBytes }
      let said = ''
      for (let kill = 0; kill < killsPerRound && !said; kill++) {
        said = await fetchFor(task, 60 + random() * 400)
        if (!said) kills++
        if (expectWholeOrNothing(folder) > 0) unfinished++
      }
      said ||= await fetchFor(task, 60_000)
      expect(said).toBe('active\n')
      expect(expectWholeOrNothing(folder), 'nothing unfinished is left').toBe(0)
      goneOn += server.requests.filter(({ range }) => range !== undefined).length
      expect(readdirSync(join(folder, 'gpu')).sort()).toEqual(['active.json', new Installation(join(folder, 'gpu')).active?.folder])
    }
    expect(goneOn, 'they went on where they were').toBeGreaterThan(0)
    tell('kill -9 while the GPU build is fetched and unpacked', `${kills} kills, all got there; ${goneOn} times a file was gone on with; ${unfinished} kills left an unpacking, which was cleared away`)
  })
})

describe('an unpacking of the GPU build that is killed', () => {
  it('is cleared away by the next one, which gets there', async () => {
    const random = randomOf(22)
    const large = aWheel('tensorflow', [{ name: 'tensorflow/libtensorflow_cc.so.2', data: noise(80_000_000), method: 0 }], '2.21.0')
    const { folder, server, wheelsFolder } = await aGpuBuild({ packages: [large] })
    const task: FetcherTask = { folder, index: server.index, wheels: [large.wheel], unpacked: 80_000_000, from: wheelsFolder() }
    let unfinished = 0
    for (let kill = 0; kill < scaled(40, 6); kill++) {
      expect(await fetchFor(task, random() * 30, pid => existsSync(join(folder, 'gpu', `unpacking-${pid}`)))).toBe('')
      expect(expectWholeOrNothing(folder), 'the one before is cleared away').toBeLessThanOrEqual(1)
      unfinished += expectWholeOrNothing(folder)
    }
    expect(await fetchFor(task, 60_000)).toBe('active\n')
    expect(expectWholeOrNothing(folder, false)).toBe(0)
    const { active } = new Installation(join(folder, 'gpu'))
    expect(statSync(join(folder, 'gpu', active?.folder ?? '', 'tensorflow/libtensorflow_cc.so.2')).size).toBe(80_000_000)
    expect(unfinished).toBeGreaterThan(0)
    tell('kill -9 while the GPU build is unpacked', `${unfinished} kills left an unpacking, none is left`)
  })
})

/** What the fetcher said by the time it was killed: so many milliseconds after its start, or after `from` has come true. */
async function fetchFor(task: FetcherTask, milliseconds: number, from: (pid: number | undefined) => boolean = () => true): Promise<string> {
  const child = spawn(process.execPath, [fetcher, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', chunk => (said += String(chunk)))
  const ended = once(child, 'exit')
  while (!from(child.pid) && child.exitCode === null) await wait(1)
  await Promise.race([wait(milliseconds), ended])
  child.kill('SIGKILL')
  await ended
  return said
}

/** Whatever is named as active is complete. Answers how many unfinished installations there are. */
function expectWholeOrNothing(folder: string, isSmall = true): number {
  const gpu = join(folder, 'gpu')
  const { active } = new Installation(gpu)
  if (active && isSmall) {
    const root = join(gpu, active.folder)
    expect(readFileSync(join(root, 'tensorflow/libtensorflow_cc.so.2'))).toEqual(noise(200_000))
    expect(readFileSync(join(root, 'nvidia/cublas/lib/libcublas.so.12'))).toEqual(noise(100_000))
    expect(existsSync(join(root, 'nvidia/cuda_nvcc/bin/ptxas'))).toBe(true)
  }
  return existsSync(gpu) ? readdirSync(gpu).filter(name => name.startsWith('unpacking-')).length : 0
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

const disk = aSharedFolder()
const mount = () => spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.round((total + keptBytes) / 4096) * 4096 + 65_536}`, 'tmpfs', disk]).status === 0
const unmount = () => spawnSync('umount', ['-l', disk]).status === 0
const canMount = mount() && unmount()

if (!canMount) it('the GPU build on a full disk', () => cannot('the GPU build on a full disk', 'mounting one takes rights that this user has not'))

describe.skipIf(!canMount)('on a full disk (needs the right to mount)', () => {
  it.each([
    ['fetching', total + keptBytes - 100_000], ['unpacking', 300_000],
  ] as const)('%s the GPU build stops with a sentence, and goes on when there is room', async (what, ballast) => {
    expect(mount()).toBe(true)
    try {
      const { build, server } = await aGpuBuild({ folder: disk })
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(ballast))
      await expect(build.fetch()).rejects.toMatchObject({ code: 'E_DISK_FULL' })
      const requests = server.requests.filter(({ path }) => path.startsWith('/files/'))
      expect(requests, 'no file was tried again').toHaveLength(new Set(requests.map(({ path }) => path)).size)
      const { done } = await build.state()
      expect(done, 'what is here is kept').toBe(sizeOf(join(disk, 'gpu/downloads')))
      expect(done).toBeGreaterThan(0)
      expect(build.runtime).toBeNull()
      expect(readdirSync(join(disk, 'gpu')).filter(name => name !== 'downloads')).toEqual([])
      writeFileSync(join(disk, 'ballast'), '')
      expect((await build.fetch()).kind).toBe('active')
      tell(`a disk that is full while ${what} the GPU build`, 'refused in a sentence, done once there was room')
    } finally {
      unmount()
    }
  })
})
