/** What the window may ask about computing: facts of this computer, the self-test, and the GPU build. */
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { MainContract } from '@shared/contract/main'
import type { GpuState, SelfTestReport } from '@shared/domain/compute'
import { LabError } from '@shared/errors'
import type { Handlers } from '@shared/rpc'
import type { Runtime } from '../runtime'
import { isNewEnough, nvidiaDriver, oldestDriver } from './driver'
import { GpuBuild } from './gpu/gpuBuild'
import { Installation } from './gpu/installation'
import type { GpuRuntime } from './gpu/installation'
import { gpuWheels, pythonPackageIndex, unpackedBytes } from './gpu/pins'
import { wheelList } from './gpu/wheelList'
import { gpuCandidate, testGpu } from './gpuTest'
import type { StartProbe } from './probe'
import { SelfTest } from './selfTest'
import type { Candidate } from './selfTest'

export interface ComputeParts {
  /** The app's data folder, in which the GPU build has its own. */
  readonly folder: string
  /** E_IO where the lab is not set up. */
  readonly runtime: () => Runtime
  readonly start: StartProbe
  readonly isTraining: () => boolean
  /** Of the app. */
  readonly version: string
  readonly onSelfTest: (report: SelfTestReport) => void
  readonly onGpu: (state: GpuState) => void
  /** The engine would now be started with another backend. */
  readonly onChange: () => void
  /** The user says where the wheels are; null where they think better of it. */
  readonly chooseFolder: () => Promise<string | null>
  readonly copyText: (text: string) => Promise<void>
}

type ComputeCalls = 'computeFacts' | 'selfTest' | 'cancelSelfTest' | 'gpu' | 'fetchGpu' | 'installGpu' | 'copyGpuWheels' | 'pauseGpu' | 'retryGpu' | 'removeGpu'

export interface Compute {
  readonly handlers: Pick<Handlers<MainContract>, ComputeCalls>
  /** What the engine is to be started with; null for the CPU build. */
  readonly gpuRuntime: GpuRuntime | null
  /** The CPU build from the next start on, and why. */
  setGpuAside(reason: string): void
  close(): Promise<void>
}

export function openCompute(parts: ComputeParts): Compute {
  const { runtime, start, isTraining, version, onSelfTest } = parts
  const selfTest = new SelfTest({ start, isTraining, onReport: onSelfTest, candidates: () => candidatesOf(runtime(), gpu.runtime) })
  const gpu = openGpuBuild(parts, selfTest)
  const assertIdle = () => {
    if (isTraining()) throw new LabError('E_BUSY', 'A run is being trained. Wait until it has ended, or stop it: the engine is to be started anew.')
  }
  return {
    handlers: {
      computeFacts: async () => ({
        driver: await nvidiaDriver(), processors: cpus().length,
        versions: { app: version, electron: process.versions['electron'] ?? '', chromium: process.versions['chrome'] ?? '', node: process.versions.node },
      }),
      selfTest: () => selfTest.run(),
      cancelSelfTest: () => selfTest.cancel(),
      gpu: async () => ({ refusal: await refusalOf(runtime), packages: gpuWheels.length, ...await gpu.offer(), state: await gpu.state() }),
      fetchGpu: () => gpu.fetch(),
      async installGpu() {
        const folder = await parts.chooseFolder()
        return folder === null ? gpu.state() : gpu.fetchFrom(folder)
      },
      copyGpuWheels: () => parts.copyText(wheelList()),
      pauseGpu: () => gpu.pause(),
      retryGpu: () => gpu.retry(),
      removeGpu() {
        assertIdle()
        return gpu.remove()
      },
    },
    get gpuRuntime() {
      return gpu.runtime
    },
    setGpuAside: reason => gpu.setAside(reason),
    async close() {
      selfTest.cancel()
      await gpu.pause()
    },
  }
}

/** Also the command line's. */
export function openGpuBuild(
  { folder, runtime, onGpu, onChange }: Pick<ComputeParts, 'folder' | 'runtime' | 'onGpu' | 'onChange'>, selfTest: SelfTest,
): GpuBuild {
  const build = new GpuBuild({
    installation: new Installation(join(folder, 'gpu')),
    wheels: gpuWheels, unpacked: unpackedBytes, index: pythonPackageIndex,
    fetch: (...request) => fetch(...request), // looked up when it is used: a test may have put another in its place
    binding: () => runtime().binding ?? '',
    test(gpu, signal, onWait) {
      const [cpu] = candidatesOf(runtime(), null)
      if (cpu?.backend !== 'tensorflow-cpu') throw new LabError('E_UNSUPPORTED', 'TensorFlow is not installed on this system, and the GPU build is compared with it.')
      return testGpu(selfTest, cpu, gpuCandidate(gpu, cpu.dataFolder), { signal, onWait })
    },
    onState: onGpu,
    onChange,
  })
  build.tidy().catch(() => undefined) // what could not be cleared away is tried again at the next start
  return build
}

/** The backends of an installation; TensorFlow on the CPU first, whose steps op by op are the reference. */
export function candidatesOf({ binding, tensorflow, fashionMnist: dataFolder }: Runtime, installed: GpuRuntime | null): Candidate[] {
  const wasm: Candidate = { backend: 'wasm', binding: '', dataFolder }
  if (!binding) return [wasm]
  const gpu = installed ?? (tensorflow?.kind === 'gpu' ? { binding, environment: {} } : null)
  const environment = { CUDA_VISIBLE_DEVICES: '-1' } // set-up may have brought the GPU build, which computes on the CPU where it sees no card
  return [{ backend: 'tensorflow-cpu', binding, dataFolder, environment }, ...gpu ? [gpuCandidate(gpu, dataFolder)] : [], wasm]
}

/** Why the GPU build cannot be had here; null where it can. */
export async function refusalOf(runtime: () => Runtime, driver = nvidiaDriver): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'TensorFlow publishes its GPU build for Linux on x64 only.'
  if (!runtime().binding) return 'TensorFlow\'s addon is not installed on this system, and the GPU build needs it.'
  const found = await driver()
  if (found === null) return 'No NVIDIA driver is running on this computer. With one, the lab can fetch what else a GPU needs.'
  if (!isNewEnough(found.version)) {
    return `The NVIDIA driver of this computer is ${found.version}, and the GPU build needs ${oldestDriver} or newer. Update the driver, then come back.`
  }
  return null
}
