/** The tests are tested: with any one safeguard taken out, the file that guards it fails. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { aSharedFolder } from '../support/storage/folders'
import { isFull, tell } from './counts'
import { mutants } from './mutants'
import type { Mutant } from './mutants'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = aSharedFolder()
const tried = mutants.filter(({ inShort }) => isFull || inShort)
let noticed = 0

describe('without a safeguard', () => {
  it.each(tried)('$name: $noticedBy fails', async (mutant) => {
    const results = await runWith(mutant)
    const failed = results.filter(({ status }) => status === 'failed')
    expect(failed.length, 'tests that noticed').toBeGreaterThan(0)
    expect(results.length, 'tests that ran').toBeGreaterThan(1)
    noticed++
    tell(mutant.name, `${failed.length} of ${results.length} fail, first "${failed[0]?.fullName ?? ''}"`)
  })
  afterAll(() => tell('safeguards taken out', `${noticed} of ${tried.length} noticed`))
})

interface Result {
  readonly status: string
  readonly fullName: string
}

async function runWith({ name, noticedBy }: Mutant): Promise<Result[]> {
  const report = join(folder, 'report.json')
  const child = spawn(process.execPath, [
    join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/reliability/mutants.config.ts', '--reporter=json', `--outputFile=${report}`, `test/${noticedBy}`,
  ], { cwd: root, stdio: 'ignore', env: { ...process.env, MUTANT: name, RELIABILITY: 'short' } })
  await once(child, 'close')
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: { assertionResults: Result[] }[] }
  return testResults.flatMap(({ assertionResults }) => assertionResults)
}
