import { spawn } from 'node:child_process'
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isGone, withLock } from '../../../scripts/setup/lock.mjs'
import { temporaryFolder } from './temporary'

const quick = { poll: 5 }

/** A process id that is no longer anybody's. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise(resolve => child.on('close', resolve))
  return Number(child.pid)
}

describe('the lock', () => {
  it('lets one work at a time, and waits aloud once', async () => {
    const file = join(temporaryFolder(), 'lock')
    const waits: number[] = []
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, inside += 1)
      await wait(20)
      inside -= 1
    }
    await Promise.all([1, 2, 3].map(() => withLock(file, work, { ...quick, onWait: ({ pid }) => waits.push(pid) })))
    expect(most).toBe(1)
    expect(waits).toEqual([process.pid, process.pid])
  })

  it('is given back when the work fails', async () => {
    const folder = temporaryFolder()
    await expect(withLock(join(folder, 'lock'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken from a process that has died', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: await deadProcess(), host: hostname(), token: 'a' }))
    expect(await withLock(join(folder, 'lock'), () => Promise.resolve('mine'), quick)).toBe('mine')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken from another computer only after a long silence', async () => {
    const file = join(temporaryFolder(), 'lock')
    writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere', token: 'b' }))
    let done = false
    const working = withLock(file, () => Promise.resolve(done = true), quick)
    await wait(50)
    expect(done).toBe(false)
    utimesSync(file, 1, 1)
    expect(await working).toBe(true)
  })

  it('is held by a living process, and by nobody who is gone', async () => {
    const here = { host: hostname(), token: 'c' }
    expect(isGone({ ...here, pid: process.pid }, 0, 1000)).toBe(false)
    expect(isGone({ ...here, pid: process.pid }, 2000, 1000)).toBe(true)
    expect(isGone({ ...here, pid: await deadProcess() }, 0, 1000)).toBe(true)
  })

  it('keeps processes apart, one of which is killed in the middle', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'lock')
    const killed = spawn(process.execPath, ['--input-type=module', '-e', `
      import { withLock } from ${JSON.stringify(pathToFileURL('scripts/setup/lock.mjs').href)}
      await withLock(${JSON.stringify(file)}, () => new Promise(() => setInterval(() => {}, 1000)))`])
    while (!existsSync(file)) await wait(5)
    killed.kill('SIGKILL')
    expect(await withLock(file, () => Promise.resolve('mine'), quick)).toBe('mine')
  })
})
