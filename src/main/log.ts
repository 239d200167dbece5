/** Log files which never outgrow their welcome: one current, one before it, a megabyte each. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Log {
  /** A line with the time; `cause` with its stack. */
  write(line: string, cause?: unknown): void
  /** Text of another process, as it comes. */
  append(text: string): void
}

const defaultLimit = 1_000_000

export function openLog(folder: string, name: string, limit = defaultLimit): Log {
  const file = join(folder, `${name}.log`)
  const previous = join(folder, `${name}.1.log`)
  makeFolder(folder)

  function append(text: string) {
    try {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (size + text.length > limit) renameSync(file, previous)
    } catch { /* there was none yet, or it cannot be moved: then it grows */ }
    try {
      appendFileSync(file, text)
    } catch { /* a full disk must not stop the app for the sake of its log */ }
  }
  return {
    append,
    write: (line, cause) => append(`${new Date().toISOString()} ${line}${cause === undefined ? '' : `\n${describe(cause)}`}\n`),
  }
}

/** Where something else is in its place there is no log, but there is an app. */
function makeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true })
  } catch { /* told by nobody: the log is who tells */ }
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const deeper = cause.cause === undefined ? '' : `\nbecause ${describe(cause.cause)}`
  return `${cause.stack ?? cause.message}${deeper}`
}
