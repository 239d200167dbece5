/** `npm test`: set-up, then every check there is, and one line of counts at the very end. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../launch/command.mjs'
import { hasDisplay } from '../launch/display.mjs'
import { onlyOptions } from '../setup/options.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { setUp } from '../setup/setUp.mjs'
import { attach } from '../setup/tool.mjs'
import { closingLine, countCheck, settle, sum } from './counts.mjs'
import { stagesOf } from './stages.mjs'

/**
 * @param {readonly string[]} args options of set-up
 * @returns {Promise<number>}
 */
export async function test(args) {
  const runtime = await setUp(root, { window: true, virtualDisplay: !hasDisplay() }, onlyOptions(args))
  const reports = await mkdtemp(join(tmpdir(), 'latent-lab-test-'))
  const reportOf = /** @param {string} name */ name => join(reports, `${name}.json`)
  const results = []
  for (const stage of stagesOf(reportOf)) {
    results.push(await runStage(stage, reportOf(stage.name), environment(runtime)))
  }
  await rm(reports, { recursive: true, force: true })
  return conclude(results)
}

/**
 * @typedef {{ name: string, seconds: number, counts: import('./counts.mjs').Counts }} Result
 * @param {import('./stages.mjs').Stage} stage
 * @param {string} report
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Result>}
 */
async function runStage({ name, command: [program, ...args], count }, report, env) {
  console.log(`\n── ${name}`)
  const since = performance.now()
  const code = await attach(program, args, {
    cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  })
  const counts = count ? settle(await readReport(report, count), code) : countCheck(code)
  return { name, seconds: (performance.now() - since) / 1000, counts }
}

/**
 * @param {string} file
 * @param {NonNullable<import('./stages.mjs').Stage['count']>} count
 * @returns {Promise<import('./counts.mjs').Counts | null>}
 */
async function readReport(file, count) {
  try {
    return count(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** @param {import('../setup/runtimeFile.mjs').RuntimeFile} runtime */
function environment(runtime) {
  return { ...runtimeEnvironment(runtime), ...process.getuid?.() === 0 ? { NO_SANDBOX: '1' } : {} }
}

/**
 * @param {readonly Result[]} results
 * @returns {number}
 */
function conclude(results) {
  const total = sum(results.map(({ counts }) => counts))
  console.log('')
  for (const { name, seconds, counts } of results) console.log(`${name.padEnd(24)} ${seconds.toFixed(0).padStart(4)} s   ${closingLine(counts)}`)
  console.log(closingLine(total))
  return total.failed === 0 ? 0 : 1
}
