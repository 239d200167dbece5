/** Which executor a run is to have, where that is not left to the race of chooseExecutor.ts. */
import type { ExecutorKind } from '@shared/domain/run'
import type { RunFile } from '../../storage/runFile'

/** One that was asked for; or the one that the run began with, which it keeps, because two of them round differently. */
export type Wanted = ExecutorKind | { readonly begun: ExecutorKind }

/** Null where a run that goes on may have any: it never had one, or WebAssembly's, which has no other. */
export function begunWith({ executor, versions }: Pick<RunFile, 'executor' | 'versions'>): Wanted | null {
  const hadNoChoice = executor === 'eager' && versions['library']?.includes('WebAssembly')
  return executor && !hadNoChoice ? { begun: executor } : null
}

export function executorOf(wanted: Wanted): ExecutorKind {
  return typeof wanted === 'string' ? wanted : wanted.begun
}

/** Why a run has the executor that was wanted, in a sentence. */
export function reasonOf(wanted: Wanted): string {
  return typeof wanted === 'string' ? 'It was asked for.' : 'The run began with it.'
}
