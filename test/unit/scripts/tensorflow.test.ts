import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compilerArguments } from '../../../scripts/setup/binding.mjs'
import { folderOf } from '../../../scripts/setup/cache.mjs'
import { NetworkError } from '../../../scripts/setup/failure.mjs'
import { fashionMnist, tensorflowWheels } from '../../../scripts/setup/pins.mjs'
import { hasNvidiaDriver, isWanted, tensorflow, tensorflowExists } from '../../../scripts/setup/tensorflow.mjs'
import { fetchWheel, pipArguments } from '../../../scripts/setup/wheels.mjs'
import { temporaryFolder } from './temporary'

const wheel = { name: 'thing', version: '1.0', bytes: 4, sha256: createHash('sha256').update('good').digest('hex') }

/** A pip that answers its first call with the first of `answers`, and so on: the wheel's contents, or a complaint after "!". */
function pipThat(...answers: string[]) {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'downloads'))
  const script = join(folder, 'pip.mjs')
  writeFileSync(script, `
    import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
    appendFileSync(${JSON.stringify(join(folder, 'calls'))}, 'x')
    const answer = ${JSON.stringify(answers)}[readFileSync(${JSON.stringify(join(folder, 'calls'))}, 'utf8').length - 1]
    if (answer.startsWith('!')) { console.error(answer); process.exit(1) }
    writeFileSync(process.argv[process.argv.indexOf('--dest') + 1] + '/thing.whl', answer)`)
  const pip = [process.execPath, script] as const
  const calls = () => existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').length : 0
  return { calls, where: { pip, downloads: join(folder, 'downloads'), work: folder, log: join(folder, 'log') } }
}

describe('a wheel', () => {
  it('is fetched once, and kept for a set-up that is interrupted later', async () => {
    const { where, calls } = pipThat('good')
    const file = await fetchWheel(wheel, where)
    expect(readFileSync(file, 'utf8')).toBe('good')
    expect(await fetchWheel(wheel, where)).toBe(file)
    expect(calls()).toBe(1)
  })

  it('is fetched again when it came or was kept spoiled', async () => {
    const { where, calls } = pipThat('bad', 'good')
    writeFileSync(join(where.downloads, 'thing-1.0.whl'), 'kept, and bad')
    expect(readFileSync(await fetchWheel(wheel, where), 'utf8')).toBe('good')
    expect(calls()).toBe(2)
  })

  it('is refused in a sentence when it is spoiled twice', async () => {
    await expect(fetchWheel(wheel, pipThat('bad', 'worse').where)).rejects.toThrow('thing 1.0 came with a wrong checksum twice')
  })

  it('tells a missing network from other trouble', async () => {
    const unreachable = pipThat('!Temporary failure in name resolution')
    await expect(fetchWheel(wheel, unreachable.where)).rejects.toBeInstanceOf(NetworkError)
    await expect(fetchWheel(wheel, pipThat('!No matching distribution').where)).rejects.toThrow('failed with code 1')
  })

  it('is asked for by its exact version, without what it depends on', () => {
    const args = pipArguments(wheel, '/down')
    expect(args).toContain('thing==1.0')
    expect(args).toContain('--no-deps')
    expect(args).toContain('manylinux_2_27_x86_64')
  })
})

describe('pins', () => {
  const sums = [
    ...[...tensorflowWheels.cpu, ...tensorflowWheels.gpu].map(({ sha256 }) => sha256),
    ...fashionMnist.files.flatMap(({ download, contents }) => [download, contents]),
  ]

  it('have a sum for everything, and no sum twice', () => {
    expect(sums.filter(sum => !/^[0-9a-f]{64}$/.test(sum))).toEqual([])
    expect(new Set(sums).size).toBe(sums.length)
  })

  it('say how much there is to fetch', () => {
    expect([...tensorflowWheels.cpu, ...tensorflowWheels.gpu].filter(({ bytes }) => bytes <= 0)).toEqual([])
    expect(fashionMnist.files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(fashionMnist.bytes)
  })
})

describe('TensorFlow', () => {
  it('is its library, its C headers, its licences and CUDA', () => {
    expect([
      'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/include/tensorflow/c/eager/c_api.h',
      'tensorflow/include/xla/tsl/c/tsl_status.h', 'tensorflow/include/tsl/platform/ctstring_internal.h', 'tensorflow/THIRD_PARTY_NOTICES.txt',
      'nvidia/cudnn/lib/libcudnn.so.9', 'nvidia/cuda_nvcc/bin/ptxas', 'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
    ].filter(entry => !isWanted(entry))).toEqual([])
  })

  it('is nothing that only Python needs', () => {
    expect([
      'tensorflow/python/pywrap.so', 'tensorflow/include/tensorflow/core/framework/tensor.h', 'tensorflow/keras.py', 'evil/libtensorflow_cc.so.2',
      'nvidia/cublas/include/cublas.h', 'nvidia/cufft/lib/libcufft_static.a',
    ].filter(isWanted)).toEqual([])
  })

  it('stands in a folder of its own for each kind', () => {
    expect(folderOf('/cache', tensorflow('cpu'))).toMatch(/^\/cache\/tensorflow-2\.21\.0-cpu-[0-9a-f]{8}$/)
    expect(folderOf('/cache', tensorflow('gpu'))).not.toBe(folderOf('/cache', tensorflow('cpu')))
  })

  it('uses a graphics card where its driver runs', () => {
    expect(hasNvidiaDriver(() => false)).toBe(false)
    expect(hasNvidiaDriver(path => path === '/proc/driver/nvidia/version')).toBe(true)
  })

  it('is had for Linux on x64 only', () => {
    expect(tensorflowExists({ platform: 'linux', arch: 'x64' } as NodeJS.Process)).toBe(true)
    expect(tensorflowExists({ platform: 'win32', arch: 'x64' } as NodeJS.Process)).toBe(false)
  })
})

describe('the compiler', () => {
  it('is told where the addon will look for its libraries', () => {
    const args = compilerArguments({ sources: '/npm/binding', headers: '/napi', tensorflow: '/tf', output: '/out.node', libraries: '$ORIGIN/../tf' })
    expect(args.at(-1)).toBe('-Wl,-rpath,$ORIGIN/../tf')
    expect(args).toContain('/tf/libtensorflow_cc.so.2')
    expect(args).toContain('-DNAPI_VERSION=8')
  })
})
