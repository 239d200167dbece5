/**
 * Exported runs that the system hands over: a double click puts them on the command line, of this instance or of a second one; macOS
 * tells of them by an event; a hand drops them on the window. Whatever else stands there is not heeded.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isNamedAsRun } from '@shared/domain/runFileName'

const longest = 4096
const most = 20

/** The exported runs among the words of a command line that was written in `folder`, as paths. */
export function runFilesAmong(words: readonly string[], folder: string): string[] {
  return words.filter(isRunFile).flatMap(word => /^file:/i.test(word) ? pathOf(word) : [resolve(folder, word)])
}

/** No switch, no address (but for a file's), nothing on another computer: a look at it would already go over the network. */
function isRunFile(word: string): boolean {
  const isElsewhere = /^([\\/]{2}|(?!file:)[a-z][a-z\d+.-]+:)/i.test(word)
  return word.length <= longest && !word.startsWith('-') && !isElsewhere && !word.includes('\0') && isNamedAsRun(word)
}

function pathOf(address: string): string[] {
  try {
    return new URL(address).host === '' ? [fileURLToPath(address)] : []
  } catch {
    return []
  }
}

export interface OpenedFiles {
  add(paths: readonly string[]): void
  /** The next one, which waits no longer. */
  take(): string | undefined
}

/** They wait until the window asks for them; what comes when twenty wait is left out. */
export function openedFiles(onArrival: () => void): OpenedFiles {
  const waiting: string[] = []
  return {
    add(paths) {
      const fresh = paths.filter(path => !waiting.includes(path)).slice(0, most - waiting.length)
      waiting.push(...fresh)
      if (fresh.length > 0) onArrival()
    },
    take: () => waiting.shift(),
  }
}
