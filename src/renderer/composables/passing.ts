/** Faults of a question that need no message of their own. */
import { LabError } from '@shared/errors'
import { useMessages } from '../stores/messages'

/** An engine that went away, or a run that was replaced, is told elsewhere. */
export function isPassing(error: unknown): boolean {
  return error instanceof LabError && (error.code === 'E_ENGINE_DIED' || error.code === 'E_NO_RUN')
}

export function reportUnlessPassing(error: unknown) {
  if (!isPassing(error)) useMessages().report(error)
}
