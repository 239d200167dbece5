/** Probes for the command line: children of this Node. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StartProbe } from '../compute/probe'

const here = dirname(fileURLToPath(import.meta.url))
/** Beside the command line's own program, of which this file may be a chunk in a folder below. */
const program = [join(here, 'probe.js'), join(here, '..', 'probe.js')].find(existsSync) ?? ''

export const startProbe: StartProbe = (environment) => {
  const child = fork(program, { serialization: 'advanced', env: { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    listen(onMessage, onEnd) {
      child.on('message', onMessage)
      child.on('exit', (code, signal) => onEnd(signal ?? `code ${code}`))
    },
    kill: () => child.kill('SIGKILL'),
  }
}
