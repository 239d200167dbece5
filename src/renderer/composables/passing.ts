/** Faults of a question that need no message of their own. */
import { LabError } from '@shared/errors'

/** An engine that went away, or a run that was replaced, is told elsewhere. */
export function isPassing(error: unknown): boolean {
  return error instanceof LabError && (error.code === 'E_ENGINE_DIED' || error.code === 'E_NO_RUN')
}
