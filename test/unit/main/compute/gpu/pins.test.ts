/** What is pinned agrees with set-up's pins, and with what TensorFlow's metadata asks of CUDA's packages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { gpuWheels, pythonPackageIndex, tensorflowVersion } from '../../../../../src/main/compute/gpu/pins'
import { wheelList } from '../../../../../src/main/compute/gpu/wheelList'
import { tensorflowWheels, wheelPlatforms } from '../../../../../scripts/setup/pins.mjs'

/** The lines of tensorflow 2.21.0's METADATA for the extra `and-cuda`. */
const required: Readonly<Record<string, readonly [atLeast: string, below: string]>> = {
  'nvidia-cublas-cu12': ['12.5.3.2', '13.0'], 'nvidia-cuda-cupti-cu12': ['12.5.82', '13.0'], 'nvidia-cuda-nvcc-cu12': ['12.5.82', '13.0'],
  'nvidia-cuda-nvrtc-cu12': ['12.5.82', '13.0'], 'nvidia-cuda-runtime-cu12': ['12.5.82', '13.0'], 'nvidia-cudnn-cu12': ['9.3.0.75', '10.0'],
  'nvidia-cufft-cu12': ['11.2.3.61', '12.0'], 'nvidia-curand-cu12': ['10.3.6.82', '11.0'], 'nvidia-cusolver-cu12': ['11.6.3.83', '12.0'],
  'nvidia-cusparse-cu12': ['12.5.1.3', '13.0'], 'nvidia-nccl-cu12': ['2.27.7', '3.0'], 'nvidia-nvjitlink-cu12': ['12.5.82', '13.0'],
}

it('has the wheels that set-up has', () => {
  const sums = (wheels: readonly { name: string, version: string, sha256: string }[]) => wheels.map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`).sort()
  expect(sums(gpuWheels)).toEqual(sums(tensorflowWheels.gpu))
})

it('has what TensorFlow asks for, and nothing else', () => {
  const [tensorflow, ...cuda] = gpuWheels
  expect(tensorflow).toMatchObject({ name: 'tensorflow', version: tensorflowVersion })
  expect(cuda.map(({ name }) => name).sort()).toEqual(Object.keys(required).sort())
  for (const { name, version } of cuda) {
    const [atLeast, below] = required[name] ?? ['', '']
    expect(order(version, atLeast), `${name} ${version} ≥ ${atLeast}`).toBeGreaterThanOrEqual(0)
    expect(order(version, below), `${name} ${version} < ${below}`).toBeLessThan(0)
  }
})

it('can be copied as a list that pip takes: each with its version, sum and size, and the command in a comment', () => {
  const lines = wheelList().trimEnd().split('\n')
  const wanted = lines.filter(line => !line.startsWith('#'))
  expect(wanted).toHaveLength(gpuWheels.length)
  expect(wanted.map(line => /^([\w-]+)==([\d.]+) --hash=sha256:([0-9a-f]{64}) {2}# (\d+) MB$/.exec(line)?.slice(1)))
    .toEqual(gpuWheels.map(({ name, version, sha256, bytes }) => [name, version, sha256, (bytes / 1e6).toFixed(0)]))
  expect([...wheelList().matchAll(/--platform (\S+)/g)].map(([, platform]) => platform)).toEqual(wheelPlatforms)
})

it('comes over HTTPS, from an address that stands in one file', () => {
  for (const address of [pythonPackageIndex.address, ...pythonPackageIndex.origins]) expect(address).toMatch(/^https:\/\//)
  const root = join(import.meta.dirname, '../../../../../src')
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
  const naming = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8').includes(new URL(pythonPackageIndex.address).host))
  expect(naming.map(({ name }) => name)).toEqual(['pins.ts'])
})

function order(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
