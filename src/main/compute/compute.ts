/** What the window may ask about computing: facts of this computer, and the self-test. */
import { cpus } from 'node:os'
import type { MainContract } from '@shared/contract/main'
import type { SelfTestReport } from '@shared/domain/compute'
import type { Handlers } from '@shared/rpc'
import type { Runtime } from '../runtime'
import { nvidiaDriver } from './driver'
import type { StartProbe } from './probe'
import { SelfTest } from './selfTest'
import type { Candidate } from './selfTest'

export interface ComputeParts {
  /** E_IO where the lab is not set up. */
  readonly runtime: () => Runtime
  readonly start: StartProbe
  readonly isTraining: () => boolean
  /** Of the app. */
  readonly version: string
  readonly onSelfTest: (report: SelfTestReport) => void
}

type ComputeCalls = 'computeFacts' | 'selfTest' | 'cancelSelfTest'

export interface Compute {
  readonly handlers: Pick<Handlers<MainContract>, ComputeCalls>
  close(): Promise<void>
}

export function openCompute({ runtime, start, isTraining, version, onSelfTest }: ComputeParts): Compute {
  const selfTest = new SelfTest({ start, isTraining, onReport: onSelfTest, candidates: () => candidatesOf(runtime()) })
  return {
    handlers: {
      computeFacts: async () => ({
        driver: await nvidiaDriver(), processors: cpus().length,
        versions: { app: version, electron: process.versions['electron'] ?? '', chromium: process.versions['chrome'] ?? '', node: process.versions.node },
      }),
      selfTest: () => selfTest.run(),
      cancelSelfTest: () => selfTest.cancel(),
    },
    async close() {
      selfTest.cancel()
    },
  }
}

/** The backends of an installation; TensorFlow first, whose steps op by op are the reference. */
export function candidatesOf({ binding, fashionMnist: dataFolder }: Runtime): Candidate[] {
  const wasm: Candidate = { backend: 'wasm', binding: '', dataFolder }
  return binding ? [{ backend: 'tensorflow-cpu', binding, dataFolder }, wasm] : [wasm]
}
