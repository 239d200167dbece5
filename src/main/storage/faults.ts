/** What a file system's refusal means to the user. */
import { LabError } from '@shared/errors'
import { describeIssues } from '@shared/schema'
import type { ErrorCode } from '@shared/errors'
import type { z } from '@shared/schema'

/**
 * An epoch that was not saved as it should be. `not-committed`: it is not on the disk, and is kept in memory until a later save works.
 * `durability-uncertain`: it is on the disk, but the disk did not confirm it, so a power loss may still undo it.
 */
export class CommitFault extends LabError {
  constructor(
    readonly outcome: 'not-committed' | 'durability-uncertain',
    readonly epoch: number,
    code: ErrorCode,
    message: string,
    /** How much must be freed, in bytes; 0 where space is not what is missing. */
    readonly bytesNeeded: number,
    cause: unknown,
  ) {
    super(code, message, { cause })
  }
}

export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const full = ['ENOSPC', 'EDQUOT']
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is no longer there',
  ENOTDIR: 'it is no longer there',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'it may only be read',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a fault',
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof LabError ? error.code === 'E_DISK_FULL' : full.includes(systemCode(error))
}

/** A LabError as it is; all else as E_DISK_FULL, E_PATH_ESCAPE or E_IO. `doing` starts the sentence: "The run could not be renamed". */
export function diskFault(error: unknown, doing: string): LabError {
  if (error instanceof LabError) return error
  const code = systemCode(error)
  if (full.includes(code)) return new LabError('E_DISK_FULL', `${doing}: the disk is full. Free some space and try again.`, { cause: error })
  if (code === 'ELOOP') return new LabError('E_PATH_ESCAPE', `${doing}: a link stands in its place, and links are not followed.`, { cause: error })
  const reason = reasons[code] ?? (code || (error instanceof Error ? error.message : String(error)))
  return new LabError('E_IO', `${doing}: ${reason}.`, { cause: error })
}

export function damaged(what: string, cause?: unknown): LabError {
  return new LabError('E_RUN_DAMAGED', what, { cause })
}

/** Signs that the file itself is lost; anything else (too many open files, no permission) may be better the next time. */
const lost = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EINVAL', 'EIO']

/** E_RUN_DAMAGED where the file is lost, E_IO where it may be read another time. */
export function readFault(error: unknown, what: string): LabError {
  const fault = diskFault(error, `${what} could not be read`)
  return lost.includes(systemCode(error)) ? damaged(fault.message, error) : fault
}

/** The sentence of a damage; any other error goes on. */
export function damageOf(error: unknown): string {
  if (error instanceof LabError && (error.code === 'E_RUN_DAMAGED' || error.code === 'E_VERSION')) return error.message
  throw error
}

/** What a file on disk says, or E_RUN_DAMAGED with the fields that are wrong. */
export function parseDamaged<S extends z.ZodMiniType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw damaged(`${what}: ${describeIssues(result.error)}.`, result.error)
}
