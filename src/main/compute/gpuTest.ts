/** Whether the GPU build computes as the CPU build does: the self-test of the two, told in one sentence. */
import type { SelfTestReport } from '@shared/domain/compute'
import type { GpuRuntime } from './gpu/installation'
import { throwIfPaused } from './gpu/paused'
import type { Candidate, SelfTest } from './selfTest'

/** The GPU build as the self-test's candidate. */
export function gpuCandidate({ binding, environment }: GpuRuntime, dataFolder: string): Candidate {
  return { backend: 'tensorflow-cuda', binding, environment, dataFolder }
}

export interface TestWish {
  /** Aborting it stops the test. */
  readonly signal: AbortSignal
  /** Whether the test waits now: a run is being trained, or another test runs. */
  readonly onWait: (isWaiting: boolean) => void
}

/** Null where it does; else why it is not used. Begins when nothing else computes, and again where a run made it stop. */
export async function testGpu(test: SelfTest, cpu: Candidate, gpu: Candidate, { signal, onWait }: TestWish): Promise<string | null> {
  const stop = () => test.cancel()
  signal.addEventListener('abort', stop)
  try {
    for (;;) {
      onWait(!test.isIdle)
      await test.whenIdle(signal)
      throwIfPaused(signal)
      onWait(false)
      const report = await test.run([cpu, gpu])
      if (report.state !== 'cancelled' || test.isIdle || signal.aborted) return reasonOf(report)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

export function reasonOf({ state, message, rows }: SelfTestReport): string | null {
  if (state === 'cancelled') return `It was not tested to the end: ${message ?? 'the test was stopped.'} Test it again, or remove it.`
  const reference = rows.find(({ isReference }) => isReference)
  const gpu = rows.filter(({ backend }) => backend === 'tensorflow-cuda')
  const wrong = gpu.find(({ agrees }) => !agrees)
  if (!wrong && gpu.length > 0 && reference?.backend === 'tensorflow-cpu') return null
  return `The CPU build is used, because the GPU build did not pass its test. ${wrong?.note ?? 'The CPU build, its reference, could not be loaded.'}`
}
