/** The closed set of things that can go wrong, the error that carries one of them, and its form on the wire. */

export const errorCodes = [
  'E_IPC_SCHEMA', // a message is not what the contract says
  'E_IPC_SENDER', // a message comes from somewhere that may not ask
  'E_PATH_GRANT', // a path that the user never granted
  'E_PATH_ESCAPE', // a path that leaves its folder
  'E_FORM', // a setting is out of range
  'E_FORMAT', // a file is not what it claims to be
  'E_TRUNCATED', // a file ends too early
  'E_TOO_BIG', // more than the lab accepts
  'E_UNSUPPORTED', // understood and not supported
  'E_MODEL', // a network that cannot be built
  'E_WEIGHTS', // weights that do not fit their network
  'E_NO_RUN', // no such run or epoch
  'E_RUN_DAMAGED', // a run on disk that does not verify
  'E_VERSION', // made by a newer app
  'E_DISK_FULL',
  'E_IO',
  'E_BUSY', // not now: something else is under way
  'E_ENGINE_DIED', // the engine went away before it answered
  'E_NUMERIC', // the loss became NaN or infinite
  'E_MEMORY', // the device ran out of memory
  'E_LINK', // a deep link or argument that is not understood
  'E_INTERNAL', // a mistake of ours
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error whose message is a sentence for the user: what happened, where, and what to do. */
export class LabError extends Error {
  override readonly name = 'LabError'

  constructor(readonly code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
  }
}

export interface WireError {
  readonly code: ErrorCode
  readonly message: string
}

/** What of an error crosses a port: its code and its sentence, never its stack. */
export function toWire(error: unknown): WireError {
  if (error instanceof LabError) return { code: error.code, message: error.message }
  return { code: 'E_INTERNAL', message: `An unexpected fault: ${messageOf(error)} The log has the details.` }
}

export function fromWire({ code, message }: WireError): LabError {
  return new LabError(errorCodes.includes(code) ? code : 'E_INTERNAL', message)
}

export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** Closes a switch over a union: the compiler complains where a case is missing. */
export function assertNever(value: never): never {
  throw new LabError('E_INTERNAL', `Unexpected value: ${JSON.stringify(value)}.`)
}
