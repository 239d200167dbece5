import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { attach, run, stopTools, ToolError, works } from '../../../scripts/setup/tool.mjs'
import { temporaryFolder } from './temporary'

describe('a tool', () => {
  it('talks to the log, and its output is returned', async () => {
    const log = join(temporaryFolder(), 'log')
    expect(await run('sh', ['-c', 'echo out; echo err >&2'], { log })).toMatch(/out\n|err\n/)
    expect(readFileSync(log, 'utf8')).toContain('$ sh -c echo out')
  })

  it('fails with its code and the end of what it said', async () => {
    const failure = run('sh', ['-c', 'echo first; echo last; exit 3'], { keep: 5 })
    await expect(failure).rejects.toMatchObject({ code: 3, output: 'last\n' })
    await expect(failure).rejects.toBeInstanceOf(ToolError)
  })

  it('that does not exist fails as in a shell', async () => {
    await expect(run('no-such-tool', [])).rejects.toMatchObject({ code: 127 })
    expect(await works('no-such-tool')).toBe(false)
  })

  it('passes on its exit code, or the signal that ended it', async () => {
    expect(await attach('sh', ['-c', 'exit 5'])).toBe(5)
    expect(await attach('sh', ['-c', 'kill -9 $$'])).toBe(137)
  })

  it('takes what it has started along when it is stopped', async () => {
    const started = join(temporaryFolder(), 'started')
    const running = run('sh', ['-c', `sleep 60 & touch '${started}'; wait`])
    while (!existsSync(started)) await wait(5)
    stopTools()
    await expect(running).rejects.toMatchObject({ code: 143 }) // and not before sleep, which holds the output open, is gone too
  })
})
