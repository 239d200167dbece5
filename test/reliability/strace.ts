/** Node under strace: which calls it makes below a folder, and what becomes of it when one of them fails. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Changes that a save is made of. Node itself never writes with pwrite64, so only the store's writes are meant. */
export const changes = ['pwrite64', 'fsync', 'rename', 'mkdir', 'ftruncate', 'unlink', 'rmdir'] as const

export interface Call {
  readonly name: string
  /** Of the file or folder it concerns; of a rename the one it comes from. */
  readonly path: string
  readonly isNew: boolean
}

export interface Ending {
  readonly lines: readonly string[]
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
}

/** False where there is no strace, or where it may not trace. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0
}

/** With one thread for files, so that "the third fsync" means the same each time. */
export async function run(command: readonly string[], traceOptions: readonly string[]): Promise<Ending> {
  const child = spawn('strace', ['-f', '-qq', ...traceOptions, process.execPath, ...command], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' },
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return { lines: Buffer.concat(chunks).toString().trim().split('\n'), signal: child.signalCode, code: child.exitCode }
}

/** The calls below a folder, in order. */
export async function callsOf(command: readonly string[], folder: string): Promise<{ calls: Call[], ending: Ending }> {
  const log = join(tmpdir(), `strace-${process.pid}.log`)
  const ending = await run(command, ['-y', '-s', '4', '-o', log, '-e', `trace=openat,${changes.join(',')}`])
  const calls = readFileSync(log, 'utf8').split('\n').map(parse).filter(call => call?.path.startsWith(`${folder}/`)) as Call[]
  rmSync(log)
  return { calls, ending }
}

function parse(text: string): Call | null {
  const match = /^\d+ +(\w+)\((.*)$/.exec(text)
  if (!match) return null
  const [, name = '', rest = ''] = match
  const path = /^\d+<([^>]+)>/.exec(rest)?.[1] ?? /"([^"]+)"/.exec(rest)?.[1] ?? ''
  return { name, path, isNew: rest.includes('O_CREAT') }
}
