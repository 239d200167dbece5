/** The one thing to say about the engine: its process first, then what its run does. */
import type { EngineState } from '@shared/contract/main'
import type { RunState } from '@shared/domain/run'

export type Tone = 'quiet' | 'live' | 'waiting' | 'bad'

export interface Description {
  /** Of a text. */
  readonly key: string
  readonly tone: Tone
}

export function describeState(process: EngineState, connected: boolean, run: RunState | null): Description {
  if (process.kind === 'starting') return { key: 'shell.engine.starting', tone: 'waiting' }
  if (process.kind === 'gone' && process.restarting) return { key: 'shell.engine.restarting', tone: 'waiting' }
  if (process.kind === 'gone') return { key: 'shell.engine.gone', tone: 'bad' }
  if (process.kind === 'silent') return { key: 'shell.engine.silent', tone: 'bad' }
  if (!connected) return { key: 'shell.engine.connecting', tone: 'waiting' }
  if (!run || run.kind === 'ended') return { key: 'shell.engine.ready', tone: 'quiet' }
  return { key: `shell.state.${run.kind}`, tone: run.kind === 'training' || run.kind === 'evaluating' ? 'live' : 'waiting' }
}
