/** A copy of the checkout in which a lock can be taken out: what is tested, built and read there is all of the copy. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './locks'

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** What is made, large, or nobody's source. */
const left = new Set(['.git', 'node_modules', '.cache', 'dist', 'out', 'test-results', 'playwright-report', 'bench-results'])

export function copyCheckout(folder: string): void {
  chmodSync(folder, 0o755) // the ordinary user of the sandbox's tests reads it too
  for (const name of readdirSync(root)) if (!left.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** Does something while the lock is out. */
export async function without<T>(folder: string, { name, file, code, instead }: Mutant, run: () => Promise<T>): Promise<T> {
  const path = join(folder, file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(code).length !== 2) throw new Error(`${name}: ${file} must hold this exactly once: ${code}`)
  writeFileSync(path, whole.replace(code, () => instead))
  try {
    return await run()
  } finally {
    writeFileSync(path, whole)
  }
}

export interface Result {
  readonly name: string
  readonly failed: boolean
}

/** What the unit tests of a file say. */
export async function unitTests(folder: string, file: string): Promise<readonly Result[]> {
  const report = join(folder, 'report.json')
  await node(folder, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter=json', `--outputFile=${report}`, `test/${file}`])
  const { testResults } = read(report) as { testResults: { assertionResults: { status: string, fullName: string }[] }[] }
  return testResults.flatMap(({ assertionResults }) => assertionResults).map(({ status, fullName }) => ({ name: fullName, failed: status === 'failed' }))
}

interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs: readonly { readonly title: string, readonly ok: boolean }[]
}

/** What the chosen end-to-end tests of a file say of the app that is built from the copy now. */
export async function appTests(folder: string, file: string, tests: RegExp): Promise<readonly Result[]> {
  const report = join(folder, 'report.json')
  if (await node(folder, ['node_modules/electron-vite/bin/electron-vite.js', 'build']) !== 0) throw new Error('The app without the lock could not be built.')
  await node(folder, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=json', '-g', tests.source, `test/${file}`], { PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  const specsOf = (suite: Suite): Suite['specs'] => [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
  const { suites } = read(report) as { suites: readonly Suite[] }
  return suites.flatMap(specsOf).map(({ title, ok }) => ({ name: title, failed: !ok }))
}

/** A report is taken away once it has been read, so that none is read twice. */
function read(report: string): unknown {
  if (!existsSync(report)) throw new Error('The tests have not run.')
  const text = readFileSync(report, 'utf8')
  rmSync(report)
  return JSON.parse(text)
}

async function node(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const child = spawn(process.execPath, args, { cwd, stdio: 'ignore', env: { ...process.env, ...env } })
  const [code] = await once(child, 'close') as unknown[]
  return code
}
