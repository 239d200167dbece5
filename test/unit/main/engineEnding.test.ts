import { describe, expect, it } from 'vitest'
import { describeEnding, kindOf } from '../../../src/main/engineEnding'
import type { Ending } from '../../../src/main/engineEnding'

const ending: Ending = { goodbye: null, cause: null, asked: false, exitCode: 0, reason: null, lastRss: 0, outOfMemory: false }

describe('the ways an engine ends', () => {
  it.each<[string, Partial<Ending>, ReturnType<typeof kindOf>]>([
    ['a goodbye', { goodbye: 0 }, 'left'],
    ['a goodbye whose exit is reported as a crash', { goodbye: 0, exitCode: 1, reason: 'crashed' }, 'left'],
    ['being asked, and killed for not going', { asked: true, exitCode: 9, reason: 'killed' }, 'left'],
    ['an exit with 0 and no goodbye', { exitCode: 0 }, 'crashed'],
    ['an exit with 3', { exitCode: 3, reason: 'abnormal-exit' }, 'crashed'],
    ['SIGSEGV', { exitCode: 11, reason: 'crashed' }, 'crashed'],
    ['SIGKILL from outside', { exitCode: 9, reason: 'killed' }, 'killed'],
    ['SIGKILL by the kernel for want of memory', { exitCode: 9, reason: 'killed', outOfMemory: true, lastRss: 3.2e9 }, 'out-of-memory'],
    ['Chromium\'s own out of memory', { reason: 'oom' }, 'out-of-memory'],
  ])('%s', (_name, seen, kind) => {
    expect(kindOf({ ...ending, ...seen })).toBe(kind)
  })

  it('are told in a sentence', () => {
    expect(describeEnding({ ...ending, reason: 'crashed', exitCode: 11 })).toBe('The engine crashed (crashed, code 11).')
    expect(describeEnding({ ...ending, reason: 'oom', lastRss: 3.2e9 })).toContain('want of memory (it held 3.2 GB). A smaller batch size')
  })
})
