/** Tells when a run came or went, by whomever: the window, the engine, the command line, or a file manager. */
import { watch } from 'node:fs'
import { messageOf } from '@shared/errors'
import type { Log } from './log'

/** Several changes at once are told as one, after this many ms of quiet. */
const quiet = 150

/** The result stops it. Where the system cannot watch, the list is as fresh as the window asks for it. */
export function watchRuns(folder: string, onChange: () => void, log: Log): () => void {
  let timer: NodeJS.Timeout | undefined
  function heed(_event: string, name: string | Buffer | null) {
    if (String(name).startsWith('.')) return // a run that is still being made
    clearTimeout(timer)
    timer = setTimeout(onChange, quiet)
  }
  try {
    const watcher = watch(folder, { persistent: false }, heed)
    watcher.on('error', error => log.write('the folder of the runs is no longer watched', error))
    return () => {
      clearTimeout(timer)
      watcher.close()
    }
  } catch (error) {
    log.write(`the folder of the runs cannot be watched: ${messageOf(error)}`)
    return () => undefined
  }
}
