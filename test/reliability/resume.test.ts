/**
 * A run is killed in the midst of each of its epochs and resumed: it ends with the weights and the optimizer of the run that nobody touched,
 * to the bit. Real processes, the real engine, real files.
 */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { seededRandom } from '../../src/main/engine/model/random'
import { buildLab } from '../support/cli'
import { epochsOnDisk, runFolders, runOnDisk } from '../support/onDisk'
import { eventually } from '../support/processes'
import { aFolder } from '../support/storage/folders'
import { isFull, tell } from './counts'

const epochs = 6
const settings = ['--preset', 'seed', '--seed', '7', '--epochs', String(epochs), '--batch-size', '512', '--executor', 'xla']
/** The last epoch that was kept when the run was killed. */
const killedAfter = isFull ? [1, 2, 3, 4, 5] : [2]
const random = seededRandom(6, 1)

it(`a run killed after epoch ${killedAfter.join(', ')} of ${epochs} and resumed ends as the one that nobody touched`, async () => {
  const lab = await buildLab()
  const untouched = join(aFolder(tmpdir()), 'runs')
  expect(await lab.run('train', ...settings, '--runs', untouched)).toMatchObject({ code: 0 })
  const expected = hashesOfEnd(untouched)

  let equal = 0
  for (const epoch of killedAfter) {
    const runs = join(aFolder(tmpdir()), 'runs')
    const training = lab.start('train', ...settings, '--runs', runs)
    const kept = () => runFolders(runs).flatMap(epochsOnDisk).length
    await eventually(`epoch ${epoch} is kept`, () => kept() >= epoch || training.process.exitCode !== null, 120_000)
    await new Promise(resolve => setTimeout(resolve, random() * 150))
    training.process.kill('SIGKILL')
    expect((await training.ended).code).toBeNull() // it was still at work
    const [run = ''] = runFolders(runs)
    expect(runOnDisk(run).state).toEqual({ kind: 'open' })
    expect(kept()).toBeLessThan(epochs)

    expect(await lab.run('resume', basename(run), '--runs', runs)).toMatchObject({ code: 0 })
    equal += Number(hashesOfEnd(runs) === expected)
  }
  tell('killed in an epoch and resumed', `weights and optimizer of epoch ${epochs} as in the uninterrupted run, ${equal} of ${killedAfter.length}`)
  expect(equal).toBe(killedAfter.length)
})

/** SHA-256 of the weights and of the optimizer after the last epoch, of the only run in a folder. */
function hashesOfEnd(runs: string): string {
  const [run = ''] = runFolders(runs)
  return ['weights.bin', 'optimizer.bin']
    .map(blob => createHash('sha256').update(readFileSync(join(run, 'epochs', String(epochs), blob))).digest('hex')).join(' ')
}
