/** Who somebody was that has ended: a real process, so that its time of start is one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { identityOf } from '../../../src/main/storage/processes'
import type { ProcessIdentity } from '../../../src/main/storage/processes'

export async function aGoneProcess(): Promise<ProcessIdentity> {
  const child = spawn('sleep', ['60'])
  const identity = identityOf(child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return identity
}
