/**
 * `npm run check:electron`: Doyensec's Electronegativity over what `npm run build` made. A tool of 400 packages whose parser is older than our
 * language level, so it is fetched into a folder of its own when it is wanted, at one version, and reads a copy in older syntax.
 * Fails for a finding that is not answered below, an answer that nothing asks for, and a file that could not be read.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformWithOxc } from 'vite'

const tool = '@doyensec/electronegativity'
const version = '1.10.3'
const root = join(import.meta.dirname, '../..')
const packages = join(root, '.cache/electronegativity', version)

/**
 * Why each finding is none, and what holds it: one finding of a kind in one file, so that a second window is not excused by the first. The tool
 * reads literals only, and our preferences come from a function.
 * @type {Readonly<Record<string, string>>}
 */
const answers = {
  'CONTEXT_ISOLATION_JS_CHECK out/main/index.js': 'It is on: webPreferences() in window.ts, compared as a whole in window.test.ts and read off the window in security.spec.ts.',
  'SANDBOX_JS_CHECK out/main/index.js': 'It is on, in the same place and for all contents (security.ts); sandbox.spec.ts asks the kernel.',
  'AUXCLICK_JS_CHECK out/main/index.js': 'It is off, in the same place; and no click opens a window (security.ts), which security.spec.ts tries.',
  'CSP_GLOBAL_CHECK N/A': 'It comes as a header from protocol.ts with every file, where the tool does not look; security.spec.ts compares it and tries to break it.',
  'ELECTRON_VERSION_JSON_CHECK out/package.json': 'Says which Electron is pinned. security.spec.ts holds it against the dates of releases.',
}

function fetchTool() {
  if (existsSync(join(packages, 'node_modules', tool))) return
  mkdirSync(packages, { recursive: true })
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['install', '--prefix', packages, ...flags, `${tool}@${version}`], { stdio: 'inherit', shell: process.platform === 'win32' })
}

/** The built programs in the syntax of 2020; its meaning for these checks is the same. */
async function olderCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-check-'))
  for (const program of ['main', 'preload', 'renderer']) cpSync(join(root, 'out', program), join(folder, program), { recursive: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.c?js$/.test(name)) continue
    const file = join(folder, name)
    const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file, { target: 'es2020', sourcemap: false, lang: 'js' })
    writeFileSync(file, code)
  }
  return folder
}

/** @typedef {{ id: string, file: string, location: { line: number } }} Finding */

/** @returns {Promise<{ issues: Finding[], errors: { file: string, message: string }[] }>} */
async function scan(/** @type {string} */ folder) {
  const required = createRequire(join(packages, 'package.json'))(tool)
  const run = required.default ?? required
  // The one check that asks the network; and it speaks of the runtime, not of the app.
  return run({ input: folder, customScan: [], excludeFromScan: ['availablesecurityfixesglobalcheck'], electronVersionOverride: pinned() })
}

function pinned() {
  return JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version
}

fetchTool()
const folder = await olderCopy()
try {
  const { issues, errors } = await scan(folder)
  const seen = new Set()
  let open = 0
  for (const { id, file, location } of issues) {
    const key = `${id} ${file.replace(folder, 'out')}`
    const answer = seen.has(key) ? 'NOT ANSWERED: it is one more than the answer is for' : answers[key] ?? 'NOT ANSWERED'
    if (seen.has(key) || !(key in answers)) open++
    seen.add(key)
    console.log(`${key}:${location.line}\n  ${answer}`)
  }
  const unasked = Object.keys(answers).filter(key => !seen.has(key))
  for (const key of unasked) console.log(`${key}  is answered in ${import.meta.filename}, and nothing asks for it any more.`)
  for (const { file, message } of errors) console.log(`${file.replace(folder, 'out')}  could not be read: ${message}`)
  console.log(`${issues.length} findings, ${open} without a reason; ${errors.length} files could not be read.`)
  process.exitCode = open + unasked.length + errors.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true })
}
