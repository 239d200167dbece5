/** The stages of `npm test`, in their order. */
import { npmCommand } from '../setup/npm.mjs'
import { countPlaywright, countVitest } from './counts.mjs'

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly [string, ...string[]]} command
 * @property {(report: any) => import('./counts.mjs').Counts} [count] reads the JSON report; a stage without one is a single check
 */

/**
 * @param {(name: string) => string} reportOf where a stage writes its report
 * @returns {Stage[]}
 */
export function stagesOf(reportOf) {
  return [
    { name: 'typecheck', command: npmCommand(['run', '--silent', 'typecheck']) },
    { name: 'lint', command: npmCommand(['run', '--silent', 'lint']) },
    vitest('unit', reportOf),
    vitest('integration', reportOf),
    { name: 'build', command: node('scripts/build.mjs') },
    {
      name: 'e2e',
      command: node('node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'),
      count: countPlaywright,
    },
    ...process.platform === 'linux' ? packaged : [],
  ]
}

/** @type {readonly Stage[]} */
const packaged = [
  { name: 'package', command: node('scripts/package.mjs', '--for-tests') },
  {
    name: 'packaged',
    command: node('scripts/testing/offline.mjs', 'node_modules/@playwright/test/cli.js', 'test', '--config=playwright.packaged.config.ts', '--reporter=list,json'),
    count: countPlaywright,
  },
]

/**
 * @param {string} project
 * @param {(name: string) => string} reportOf
 * @returns {Stage}
 */
function vitest(project, reportOf) {
  const json = ['--reporter=json', `--outputFile.json=${reportOf(project)}`]
  return {
    name: project,
    command: node('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', ...json),
    count: countVitest,
  }
}

/**
 * @param {...string} command a script in the checkout, and its arguments
 * @returns {[string, ...string[]]}
 */
function node(...command) {
  return [process.execPath, ...command]
}
