/** `lab self-test`: the same comparison as in Settings, as a table. */
import type { SelfTestReport, SelfTestRow } from '@shared/domain/compute'
import { candidatesOf } from '../compute/compute'
import { SelfTest } from '../compute/selfTest'
import type { SelfTestCommand } from './arguments'
import { gpuInUse } from './userData'
import { startProbe } from './probe'
import { engineRuntime } from './runtime'

/** 0 where every way agrees, 1 otherwise. */
export async function selfTestCommand({ json }: SelfTestCommand): Promise<number> {
  const { binding, dataFolder } = engineRuntime()
  const candidates = candidatesOf({ binding: binding || null, fashionMnist: dataFolder }, gpuInUse())
  const test = new SelfTest({ start: startProbe, isTraining: () => false, candidates: () => candidates })
  process.once('SIGINT', () => test.cancel())
  const report = await test.run()
  console.log(json ? JSON.stringify({ kind: 'self-test', ...report }) : tableOf(report))
  return report.state === 'passed' ? 0 : 1
}

const names: Readonly<Record<SelfTestRow['backend'], string>> = { 'tensorflow-cpu': 'CPU', 'tensorflow-cuda': 'GPU', 'wasm': 'WebAssembly' }

function tableOf({ rows, message }: SelfTestReport): string {
  const cells = rows.map(row => [
    `${names[row.backend]}, ${row.executor}`, row.stepTime === null ? '–' : row.stepTime.toFixed(2),
    row.isReference ? 'reference' : row.lossDifference?.toExponential(1) ?? '–', row.isReference ? '' : row.stateDifference?.toExponential(1) ?? '–',
    row.agrees === null ? '' : row.agrees ? 'agrees' : row.note ?? 'differs',
  ])
  const line = ([name = '', ...rest]: string[]) => `${name.padEnd(20)}${rest.map((cell, i) => i === 3 ? `  ${cell}` : cell.padStart(12)).join('')}`
  return [line(['', 'ms a step', 'losses', 'weights', '']), ...cells.map(line), message ?? ''].join('\n')
}
