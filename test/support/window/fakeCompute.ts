/** Main's calls about computing, from memory: a self-test that is through at once. */
import type { MainContract } from '@shared/contract/main'
import type { GpuState, SelfTestReport, SelfTestRow } from '@shared/domain/compute'
import type { Announce, Handlers } from '@shared/rpc'

type Calls = 'computeFacts' | 'selfTest' | 'cancelSelfTest' | 'gpu' | 'fetchGpu' | 'installGpu' | 'copyGpuWheels' | 'pauseGpu' | 'retryGpu' | 'removeGpu'

const row: SelfTestRow = {
  backend: 'tensorflow-cpu', executor: 'eager', state: 'done', stepTime: 4.21, lossDifference: 0, stateDifference: 0, agrees: true, isReference: true, note: null,
}
export const aSelfTestReport: SelfTestReport = {
  state: 'passed', message: 'Every way to run a step gives the same losses.',
  rows: [
    row,
    { ...row, executor: 'graph', stepTime: 0.71, lossDifference: 3.1e-7, stateDifference: 2.2e-6, isReference: false },
    { ...row, executor: 'xla', stepTime: 0.42, lossDifference: 4.4e-7, stateDifference: 1.9e-6, isReference: false },
    { ...row, backend: 'wasm', stepTime: 12.3, lossDifference: 9.1e-6, stateDifference: 4.2e-5, isReference: false },
  ],
}

const noGpu: GpuState = { kind: 'absent', done: 0, of: 0, reason: null }

export function fakeCompute(announce: (tell: (to: Announce<MainContract>) => void) => void): Pick<Handlers<MainContract>, Calls> {
  return {
    computeFacts: () => ({
      driver: null, processors: 4,
      versions: { app: '0.1.0', electron: '45.4.1', chromium: '150.0.0.0', node: '24.1.0' },
    }),
    selfTest() {
      announce(to => to('selfTest', aSelfTestReport))
      return aSelfTestReport
    },
    cancelSelfTest: () => undefined,
    gpu: () => ({ refusal: 'No NVIDIA driver is running on this computer.', packages: 13, download: 3.38e9, installed: 5.67e9, free: 60e9, state: noGpu }),
    fetchGpu: () => noGpu,
    installGpu: () => noGpu,
    copyGpuWheels: () => undefined,
    pauseGpu: () => undefined,
    retryGpu: () => noGpu,
    removeGpu: () => noGpu,
  }
}
