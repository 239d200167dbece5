/** The tests of the locks are tested: with any one lock taken out, the file that guards it fails; with all of them in place it passes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aSharedFolder } from '../../support/storage/folders'
import { isFull, tell } from '../counts'
import { appTests, copyCheckout, unitTests, without } from './copyOfCheckout'
import type { Result } from './copyOfCheckout'
import { appMutants, unitMutants } from './locks'
import type { Mutant } from './locks'

const folder = aSharedFolder()
/** Of the short form: the first of each file of tests. */
const chosen = isFull ? unitMutants : unitMutants.filter(({ noticedBy }, n) => unitMutants.findIndex(other => other.noticedBy === noticedBy) === n)
const noticed: string[] = []

const filesOf = (mutants: readonly Mutant[]) => [...new Set(mutants.map(({ noticedBy }) => noticedBy))]
/** All that notice a mutant, of one file. */
const testsOf = (file: string) => new RegExp(appMutants.filter(({ noticedBy }) => noticedBy === file).map(({ tests = /./ }) => tests.source).join('|'))

beforeAll(() => copyCheckout(folder))

function expectNoticed({ name }: Mutant, results: readonly Result[]) {
  const failed = results.filter(result => result.failed)
  expect(results.length, 'tests that ran').toBeGreaterThan(0)
  expect(failed.length, 'tests that noticed').toBeGreaterThan(0)
  noticed.push(name)
  tell(`without a lock: ${name}`, `${failed.length} of ${results.length} fail, first "${failed[0]?.name ?? ''}"`)
}

function expectPassed(results: readonly Result[]) {
  expect(results.length, 'tests that ran').toBeGreaterThan(0)
  expect(results.filter(({ failed }) => failed)).toEqual([])
}

describe('without a lock', () => {
  it.each(chosen)('$name: $noticedBy fails', async mutant =>
    expectNoticed(mutant, await without(folder, mutant, () => unitTests(folder, mutant.noticedBy))))
})

// The stages of `npm test` show by themselves that all of them pass as they are.
if (isFull) {
  describe('with every lock', () => {
    it.each(filesOf(unitMutants))('%s passes', async file => expectPassed(await unitTests(folder, file)))
    it.each(filesOf(appMutants))('the tests of %s pass', async file => expectPassed(await appTests(folder, file, testsOf(file))))
  })
  describe('in the running app without a lock', () => {
    it.each(appMutants)('$name: $noticedBy fails', async mutant =>
      expectNoticed(mutant, await without(folder, mutant, () => appTests(folder, mutant.noticedBy, mutant.tests ?? /./))))
  })
}

afterAll(() => tell('locks taken out', `${noticed.length} of ${chosen.length + (isFull ? appMutants.length : 0)} noticed`))
