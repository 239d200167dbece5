import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../../src/main/log'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the log', () => {
  it('has a line with its time and its cause, down to the first one', () => {
    openLog(folder, 'main').write('it failed', new Error('outer', { cause: new Error('inner') }))
    const text = readFileSync(join(folder, 'main.log'), 'utf8')
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\S+Z it failed\nError: outer\n/)
    expect(text).toContain('because Error: inner')
  })

  it('stays within two files of the limit, however much is written', () => {
    const log = openLog(folder, 'engine', 1000)
    for (let i = 0; i < 200; i++) log.append(`line ${i} of much talk\n`)
    expect(readdirSync(folder).sort()).toEqual(['engine.1.log', 'engine.log'])
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1000)
    expect(readFileSync(join(folder, 'engine.log'), 'utf8')).toContain('line 199 ')
  })

  it('does not stop the app when it cannot be written', () => {
    const log = openLog(folder, 'main')
    rmSync(folder, { recursive: true })
    expect(() => log.write('nowhere')).not.toThrow()
  })

  it('does not stop the app where its folder cannot be made', () => {
    writeFileSync(join(folder, 'logs'), 'a file in its place')
    expect(() => openLog(join(folder, 'logs'), 'main').write('nowhere')).not.toThrow()
    expect(readFileSync(join(folder, 'logs'), 'utf8')).toBe('a file in its place')
  })
})
