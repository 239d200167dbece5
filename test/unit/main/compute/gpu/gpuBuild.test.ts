/** The GPU build from a local index of small wheels: the good way, every bad one, and what is left behind. */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Mischief } from '../../../../support/gpu/packageIndex'
import { aGpuBuild, keptBytes, noise, standIns, temporaryFolder } from '../../../../support/gpu/build'
import { anAddon, searchPathIn } from '../../../../support/gpu/addon'

const total = standIns.reduce((sum, { wheel }) => sum + wheel.bytes, 0)
const firstPart = (folder: string) => join(folder, 'gpu/downloads/tensorflow-2.21.0.whl.part')
const absent = { kind: 'absent', done: 0, of: 0, reason: null }

describe('the GPU build', () => {
  it('is fetched, unpacked as site-packages, tested and used', async () => {
    const { build, folder, installation, states, changes, server } = await aGpuBuild({
      async test({ binding, environment }) {
        expect(existsSync(binding)).toBe(true)
        expect(environment['XLA_FLAGS']).toMatch(/^--xla_gpu_cuda_data_dir="[^"]*\/nvidia\/cuda_nvcc"$/)
        expect(build.runtime, 'not in use while it is tested').toBeNull()
        return null
      },
    })
    expect(await build.state()).toEqual(absent)
    expect(await build.offer()).toEqual({ download: total, installed: keptBytes, free: 1e12 })
    expect(server.requests, 'an offer asks nobody').toEqual([])
    expect(await build.fetch()).toEqual({ kind: 'active', done: 0, of: 0, reason: null })

    const root = join(folder, 'gpu', installation.active?.folder ?? '')
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(expect.arrayContaining([
      'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/tfjs_binding.node',
      'nvidia/cublas/lib/libcublas.so.12', 'nvidia/cuda_nvcc/bin/ptxas',
    ]))
    expect(existsSync(join(root, 'tensorflow/include')), 'headers').toBe(false)
    expect(readFileSync(join(root, 'tensorflow/libtensorflow_cc.so.2'))).toEqual(noise(200_000))
    expect(statSync(join(root, 'nvidia/cuda_nvcc/bin/ptxas')).mode & 0o777).toBe(0o755)
    expect(statSync(join(root, 'tensorflow/libtensorflow_framework.so.2')).mode & 0o111).toBe(0)
    expect(searchPathIn(readFileSync(build.runtime?.binding ?? ''))).toBe('$ORIGIN')
    expect(readdirSync(join(folder, 'gpu')).sort()).toEqual(['active.json', installation.active?.folder])
    expect([...new Set(states.map(({ kind }) => kind))]).toEqual(['absent', 'fetching', 'unpacking', 'testing', 'active'])
    expect(changes()).toBe(1)
  })

  it('goes on where a connection was cut', async () => {
    const { build, server } = await aGpuBuild({ mischief: { cuts: [70_000, 60_000] } })
    expect((await build.fetch()).kind).toBe('active')
    const ranges = server.requests.filter(({ path }) => path === '/files/tensorflow.whl').map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0] ?? 0))
    expect(ranges).toHaveLength(3)
    expect(ranges[0]).toBe(0)
    expect(ranges[1]).toBeGreaterThan(0)
    expect(ranges[2]).toBeGreaterThan(ranges[1] ?? 0)
  })

  it('goes on however often a connection is cut, as long as bytes come', async () => {
    const { build, server } = await aGpuBuild({ mischief: { cuts: [30_000, 30_000, 30_000, 30_000, 30_000] } }) // it has three tries without any
    expect((await build.fetch()).kind).toBe('active')
    expect(server.requests.filter(({ path }) => path === '/files/tensorflow.whl')).toHaveLength(6)
  })

  it('takes silence for a cut', async () => {
    const { build, server } = await aGpuBuild({ mischief: { stalls: [70_000] }, patience: { tries: 3, pause: 1, idle: 500 } })
    expect((await build.fetch()).kind).toBe('active')
    const [, again] = server.requests.filter(({ path }) => path === '/files/tensorflow.whl')
    expect(again?.range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it('fetches a file with a wrong checksum a second time', async () => {
    let answers = 0
    const { build } = await aGpuBuild({ mischief: { forge: bytes => answers++ === 0 ? Buffer.from(bytes).fill(1, 100, 200) : bytes } })
    expect((await build.fetch()).kind).toBe('active')
    expect(answers, 'each file once, and the spoilt one again').toBe(standIns.length + 1)
  })

  it('fetches no file again that is here', async () => {
    const mischief: Mischief = { announce: file => file.url.includes('nvcc') ? 'nothing' : file }
    const { build, server } = await aGpuBuild({ mischief })
    await expect(build.fetch()).rejects.toThrow(/nvidia-cuda-nvcc-cu12/)
    mischief.announce = file => file
    expect((await build.fetch()).kind).toBe('active')
    for (const { wheel } of standIns) expect(server.requests.filter(({ path }) => path === `/files/${wheel.name}.whl`), wheel.name).toHaveLength(1)
  })

  it('starts a file over where the server knows no ranges', async () => {
    const { build } = await aGpuBuild({ mischief: { cuts: [70_000], noRanges: true } })
    expect((await build.fetch()).kind).toBe('active')
  })

  it('is paused and resumed, also by another process later', async () => {
    const { build, folder, states } = await aGpuBuild({ mischief: { dribble: 1000 } })
    const fetching = build.fetch()
    await until(() => states.some(({ done }) => done > 20_000))
    await build.pause()
    const paused = await fetching
    expect(paused).toMatchObject({ kind: 'paused', of: total, reason: null })
    expect(paused.done).toBeGreaterThan(20_000)
    expect(paused.done).toBe(statSync(firstPart(folder)).size)

    const later = await aGpuBuild({ folder })
    expect(await later.build.state()).toEqual(paused)
    expect((await later.build.offer()).download).toBe(total - paused.done)
    expect((await later.build.fetch()).kind).toBe('active')
    expect(later.server.requests.find(({ path }) => path === '/files/tensorflow.whl')?.range).toBe(`bytes=${paused.done}-`)
  })

  it.each<[string, Mischief, RegExp]>([
    ['a forged wheel', { forge: bytes => Buffer.from(bytes).fill(1, 100, 200) }, /wrong checksum twice/],
    ['a wheel that goes on', { forge: bytes => Buffer.concat([bytes, bytes]) }, /more than the \d+ bytes/],
    ['an index that lies about a size', { announce: file => ({ ...file, size: 7 }) }, /says that tensorflow has 7 bytes/],
    ['an index without this file', { announce: file => ({ ...file, hashes: { sha256: 'f'.repeat(64) } }) }, /does not have tensorflow 2\.21\.0/],
    ['an index that points elsewhere', { announce: file => ({ ...file, url: 'http://127.0.0.2:1/x.whl' }) }, /a place that the lab does not know/],
    ['an index that points at a file', { announce: file => ({ ...file, url: 'file:///etc/passwd' }) }, /a place that the lab does not know/],
    ['a page that is none', { garbage: '<html>' }, /did not answer as one/],
    ['a refusal', { status: 404 }, /answered "404/],
    ['a server in trouble', { status: 503 }, /could not be fetched \(503/],
  ])('takes nothing of %s, and says so', async (_name, mischief, sentence) => {
    const { build, folder, installation } = await aGpuBuild({ mischief })
    await expect(build.fetch()).rejects.toThrow(sentence)
    expect(installation.active).toBeNull()
    expect(build.runtime).toBeNull()
    expect((await build.state()).reason).toMatch(sentence)
    expect(readdirSync(join(folder, 'gpu')).filter(name => name !== 'downloads')).toEqual([])
    Object.assign(mischief, { forge: undefined, announce: undefined, garbage: undefined, status: undefined })
    expect((await build.fetch()).kind, 'and can be tried again').toBe('active')
  })

  it('is not begun where the disk has no room', async () => {
    const { build, server } = await aGpuBuild({ freeSpace: () => Promise.resolve(1e6) })
    await expect(build.fetch()).rejects.toMatchObject({ code: 'E_DISK_FULL', message: expect.stringMatching(/needs 0\.5 GB and 0\.0 GB are free/) as string })
    expect(server.requests).toEqual([])
  })

  it('says when nobody answers', async () => {
    const { build, server } = await aGpuBuild()
    await server.close()
    await expect(build.fetch()).rejects.toMatchObject({ code: 'E_IO', message: expect.stringMatching(/ECONNREFUSED/) as string })
  })

  it.each([
    ['fails its test', () => Promise.resolve('It computes something else.'), 'It computes something else.'],
    ['cannot be tested', () => Promise.reject(new Error('no addon')), /not tested to the end/],
  ] as const)('that %s is set aside, with the reason, until a later test passes', async (_name, test, reason) => {
    const { build, folder } = await aGpuBuild({ test })
    await build.fetch().catch(() => undefined)
    expect(build.runtime).toBeNull()
    const again = await aGpuBuild({ folder })
    expect(await again.build.state()).toMatchObject({ kind: 'set-aside', reason: expect.stringMatching(reason) as string })
    expect((await again.build.retry()).kind).toBe('active')
    expect(again.changes()).toBe(1)
    again.build.setAside('The engine crashed.')
    expect(again.build.runtime).toBeNull()
    expect(await again.build.state()).toMatchObject({ kind: 'set-aside', reason: 'The engine crashed.' })
  })

  it('comes from a folder too, without any network', async () => {
    const { build, server, wheelsFolder } = await aGpuBuild()
    expect((await build.fetchFrom(wheelsFolder())).kind).toBe('active')
    expect(server.requests).toEqual([])
  })

  it('names what a folder lacks, a damaged wheel included', async () => {
    const { build, wheelsFolder, folder } = await aGpuBuild()
    const wheels = wheelsFolder()
    const [name = ''] = readdirSync(wheels).filter(file => file.startsWith('nvidia-cublas'))
    const bytes = readFileSync(join(wheels, name))
    writeFileSync(join(wheels, name), bytes.fill(0, 40, 41))
    await expect(build.fetchFrom(wheels)).rejects.toThrow(/lacks nvidia-cublas-cu12 1\.0, or/)
    await expect(build.fetchFrom(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'E_IO' })
  })

  it('is removed to the last file, and the CPU build is back', async () => {
    const { build, folder, changes } = await aGpuBuild()
    await build.fetch()
    expect(await build.remove()).toEqual(absent)
    expect(existsSync(join(folder, 'gpu'))).toBe(false)
    expect(build.runtime).toBeNull()
    expect(changes()).toBe(2)
  })

  it('does one thing at a time', async () => {
    const { build } = await aGpuBuild({ mischief: { dribble: 5000 } })
    const fetching = build.fetch()
    await expect(build.retry()).rejects.toMatchObject({ code: 'E_BUSY' })
    await fetching
  })

  it('is not used where its files are gone, or active.json is damaged', async () => {
    const { build, folder, installation } = await aGpuBuild()
    await build.fetch()
    const file = join(folder, 'gpu/active.json')
    truncateSync(file, 20)
    expect(installation.active).toBeNull()
    expect(build.runtime).toBeNull()
    writeFileSync(file, JSON.stringify({ tensorflow: '2.21.0', folder: '../../elsewhere', reason: null }))
    expect(build.runtime).toBeNull()
  })

  it('takes on the addon of a newer app', async () => {
    const { build, folder } = await aGpuBuild()
    await build.fetch()
    const copy = build.runtime?.binding ?? ''
    const newer = anAddon('$ORIGIN/../tensorflow-cpu/tensorflow')
    newer.fill(7, 600)
    writeFileSync(join(folder, 'tfjs_binding.node'), newer)
    await build.tidy()
    expect(readFileSync(copy).subarray(600)).toEqual(newer.subarray(600))
    expect(searchPathIn(readFileSync(copy))).toBe('$ORIGIN')
  })

  it('leaves no trace of an unpacking, or of a file in the making, whose process is gone', async () => {
    const folder = temporaryFolder()
    const { build, installation } = await aGpuBuild({ folder })
    await build.fetch()
    const left = join(folder, 'gpu/unpacking-999999999')
    mkdirSync(left)
    mkdirSync(join(folder, 'gpu/downloads'))
    mkdirSync(join(folder, 'gpu/install-0000000000000000'))
    const inTheMaking = (pid: number) => `.active.json.${pid}-0b1c2d3e-0000-4000-8000-000000000000.tmp`
    for (const pid of [999_999_999, process.pid]) writeFileSync(join(folder, 'gpu', inTheMaking(pid)), '{')
    await build.tidy()
    expect(readdirSync(join(folder, 'gpu')).sort()).toEqual([inTheMaking(process.pid), 'active.json', installation.active?.folder])
  })
})

async function until(condition: () => boolean) {
  const end = Date.now() + 5000
  while (!condition()) {
    if (Date.now() > end) throw new Error('never came true')
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}
