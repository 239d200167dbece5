/** The stages of `npm test`, in their order. */
import { countPlaywright, countVitest } from './counts.mjs'

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} command a script in the checkout, and its arguments
 * @property {string} [needs] a path of the checkout without which there is nothing to run
 * @property {(report: any) => import('./counts.mjs').Counts} [count] reads the JSON report; a stage without one is a single check
 */

/**
 * @param {(name: string) => string} reportOf where a stage writes its report
 * @returns {Stage[]}
 */
export function stagesOf(reportOf) {
  return [
    { name: 'types of the Node side', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.node.json'] },
    { name: 'types of the window', command: ['node_modules/vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.web.json'] },
    { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
    vitest('unit', 'test/unit', reportOf),
    vitest('integration', 'test/integration', reportOf),
    { name: 'build', command: ['scripts/build.mjs'] },
    {
      name: 'e2e',
      command: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
      needs: 'playwright.config.ts',
      count: countPlaywright,
    },
  ]
}

/**
 * @param {string} project
 * @param {string} needs
 * @param {(name: string) => string} reportOf
 * @returns {Stage}
 */
function vitest(project, needs, reportOf) {
  return {
    name: project,
    command: ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`],
    needs,
    count: countVitest,
  }
}
