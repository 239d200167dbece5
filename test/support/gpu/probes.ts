/** The self-test over made-up probes, which answer at once, wrongly, or never. */
import type { ProbeProcess, StartProbe } from '../../../src/main/compute/probe'
import { SelfTest } from '../../../src/main/compute/selfTest'
import type { Candidate } from '../../../src/main/compute/selfTest'
import { probeVariable } from '../../../src/shared/contract/probe'
import type { FromProbe } from '../../../src/shared/contract/probe'
import type { SelfTestReport } from '../../../src/shared/domain/compute'
import type { BackendKind, EngineInfo } from '../../../src/shared/domain/device'

export const candidates: Candidate[] = [
  { backend: 'tensorflow-cpu', binding: 'cpu', dataFolder: '/data' },
  { backend: 'tensorflow-cuda', binding: 'gpu', dataFolder: '/data', environment: { XLA_FLAGS: '--x' } },
  { backend: 'wasm', binding: '', dataFolder: '/data' },
]
const info = (backend: BackendKind): EngineInfo => ({ backend, device: 'D', library: 'TensorFlow 2.21.0', threads: 1, memory: 1, notice: null })

interface Script {
  /** What stands in for a backend; itself where absent. */
  readonly answersAs?: BackendKind
  /** Relative change of the losses. */
  readonly off?: number
  readonly crash?: boolean
  readonly hang?: boolean
}

function probes(scripts: Partial<Record<BackendKind, Script>> = {}) {
  const environments: Record<string, string>[] = []
  const start: StartProbe = (environment) => {
    environments.push({ ...environment })
    const task = JSON.parse(environment[probeVariable] ?? '') as { binding: string, executors: ('xla' | 'graph' | 'eager')[] }
    const backend = task.binding === 'cpu' ? 'tensorflow-cpu' : task.binding === 'gpu' ? 'tensorflow-cuda' : 'wasm'
    return new FakeProbe(factsOf(scripts[backend] ?? {}, backend, task.executors), scripts[backend] ?? {})
  }
  return { start, environments }
}

function factsOf({ answersAs, off = 0 }: Script, backend: BackendKind, executors: readonly ('xla' | 'graph' | 'eager')[]): FromProbe[] {
  const losses = Float32Array.from({ length: 50 }, (_, i) => (0.1 - i / 1000) * (1 + off))
  return [
    { kind: 'loaded', info: info(answersAs ?? backend) },
    ...executors.flatMap((executor): FromProbe[] => [
      { kind: 'begun', executor }, { kind: 'tried', executor, losses, weights: Float32Array.of(1, 2, 3 * (1 + off)), sizes: [2, 1], stepTime: 2 },
    ]),
    { kind: 'done' },
  ]
}

class FakeProbe implements ProbeProcess {
  private onEnd: (how: string) => void = () => undefined
  constructor(private readonly facts: readonly FromProbe[], private readonly script: Script) {}

  listen(onMessage: (message: unknown) => void, onEnd: (how: string) => void) {
    this.onEnd = onEnd
    if (this.script.hang) return
    const said = this.script.crash ? this.facts.slice(0, 2) : this.facts
    for (const fact of said) onMessage(fact)
    onEnd(this.script.crash ? 'SIGSEGV' : 'code 0')
  }

  kill() {
    this.onEnd('SIGKILL')
  }
}

export function aSelfTest(scripts: Partial<Record<BackendKind, Script>> = {}, isTraining = () => false) {
  const reports: SelfTestReport[] = []
  const { start, environments } = probes(scripts)
  return { test: new SelfTest({ start, candidates: () => candidates, isTraining, beat: 1, onReport: r => reports.push(r) }), reports, environments }
}
