/** A GPU build of stand-in wheels in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { GpuState } from '../../../src/shared/domain/compute'
import { GpuBuild } from '../../../src/main/compute/gpu/gpuBuild'
import type { GpuBuildParts } from '../../../src/main/compute/gpu/gpuBuild'
import { Installation } from '../../../src/main/compute/gpu/installation'
import { anAddon } from './addon'
import { aWheel, servePackages } from './packageIndex'
import type { Mischief, StandIn } from './packageIndex'

/** Noise, so that it does not shrink when packed. */
export function noise(length: number): Buffer {
  return Buffer.from(Uint32Array.from({ length: Math.ceil(length / 4) }, (_, i) => Math.imul(i + 1, 2654435761)).buffer).subarray(0, length)
}

export const standIns: readonly StandIn[] = [
  aWheel('tensorflow', [
    { name: 'tensorflow/libtensorflow_cc.so.2', data: noise(200_000), mode: 0o100755 },
    { name: 'tensorflow/libtensorflow_framework.so.2', data: noise(50_000) },
    { name: 'tensorflow/include/big.h', data: 'not wanted' },
  ], '2.21.0'),
  aWheel('nvidia-cublas-cu12', [{ name: 'nvidia/cublas/lib/libcublas.so.12', data: noise(100_000) }, { name: 'nvidia/cublas/include/cublas.h', data: 'x' }]),
  aWheel('nvidia-cuda-nvcc-cu12', [{ name: 'nvidia/cuda_nvcc/bin/ptxas', data: '#!', mode: 0o100755, method: 0 }]),
]

export const keptBytes = 200_000 + 50_000 + 100_000 + 2

export interface Options extends Partial<Pick<GpuBuildParts, 'test' | 'freeSpace' | 'wheels' | 'unpacked' | 'fetch' | 'patience'>> {
  readonly mischief?: Mischief
  readonly packages?: readonly StandIn[]
  /** Where an earlier build has worked. */
  readonly folder?: string
}

export async function aGpuBuild({ mischief = {}, packages = standIns, folder = temporaryFolder(), ...rest }: Options = {}) {
  const server = await servePackages(packages, mischief)
  onTestFinished(() => server.close())
  const binding = join(folder, 'tfjs_binding.node')
  writeFileSync(binding, anAddon('$ORIGIN/../tensorflow-cpu/tensorflow'))
  const states: GpuState[] = []
  let changes = 0
  const installation = new Installation(join(folder, 'gpu'))
  const build = new GpuBuild({
    installation, wheels: packages.map(({ wheel }) => wheel), unpacked: keptBytes, index: server.index, fetch, binding: () => binding,
    test: () => Promise.resolve(null), onState: state => states.push(state), onChange: () => void changes++, freeSpace: () => Promise.resolve(1e12),
    patience: { tries: 3, pause: 1, idle: 2000 }, ...rest,
  })
  return { build, folder, installation, states, server, changes: () => changes, wheelsFolder: () => writeWheels(join(folder, 'wheels'), packages) }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-gpu-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function writeWheels(folder: string, packages: readonly StandIn[]): string {
  mkdirSync(folder, { recursive: true })
  packages.forEach(({ bytes, wheel }) => writeFileSync(join(folder, `${wheel.name}-any-name.whl`), bytes))
  return folder
}
