/** Whether the GPU build computes as the CPU build does: the self-test of the two, told in one sentence. */
import type { SelfTestReport } from '@shared/domain/compute'
import type { GpuRuntime } from './gpu/installation'
import type { Candidate, SelfTest } from './selfTest'

/** The GPU build as the self-test's candidate. */
export function gpuCandidate({ binding, environment }: GpuRuntime, dataFolder: string): Candidate {
  return { backend: 'tensorflow-cuda', binding, environment, dataFolder }
}

/** Null where it does; else why it is not used. Aborting `signal` stops the test. */
export async function testGpu(test: SelfTest, cpu: Candidate, gpu: Candidate, signal: AbortSignal): Promise<string | null> {
  const stop = () => test.cancel()
  signal.addEventListener('abort', stop)
  try {
    return reasonOf(await test.run([cpu, gpu]))
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
