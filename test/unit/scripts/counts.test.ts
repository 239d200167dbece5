import { describe, expect, it } from 'vitest'
import { closingLine, countCheck, countPlaywright, countVitest, settle, sum } from '../../../scripts/testing/counts.mjs'

const passing = { status: 'passed', assertionResults: [{}] }

describe('the counts of a test run', () => {
  it('are vitest\'s, and a file that cannot be loaded is a failure', () => {
    expect(countVitest({ numPassedTests: 5, numFailedTests: 1, testResults: [passing, { status: 'failed', assertionResults: [{}] }] })).toEqual({ passed: 5, failed: 1 })
    expect(countVitest({ numPassedTests: 5, numFailedTests: 0, testResults: [passing, { status: 'failed', assertionResults: [] }] })).toEqual({ passed: 5, failed: 1 })
  })

  it('are Playwright\'s, with the tests that passed when tried again, and the errors outside of tests', () => {
    expect(countPlaywright({ stats: { expected: 7, unexpected: 1, flaky: 2 }, errors: [] })).toEqual({ passed: 9, failed: 1 })
    expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{}] })).toEqual({ passed: 0, failed: 1 })
  })

  it('are one for a check without tests', () => {
    expect([countCheck(0), countCheck(2)]).toEqual([{ passed: 1, failed: 0 }, { passed: 0, failed: 1 }])
  })

  it.each([
    ['crashed without a report', null, 139, 1],
    ['passed every test and yet ended badly', { passed: 3, failed: 0 }, 1, 1],
    ['ran no test at all', { passed: 0, failed: 0 }, 0, 1],
    ['failed two tests', { passed: 3, failed: 2 }, 1, 2],
    ['passed', { passed: 3, failed: 0 }, 0, 0],
  ])('of a stage that %s', (_, counts, exitCode, failed) => expect(settle(counts, exitCode).failed).toBe(failed))

  it('end in one line', () => {
    expect(closingLine(sum([{ passed: 3, failed: 0 }, { passed: 4, failed: 1 }]))).toBe('7 passed, 1 failed')
  })
})
