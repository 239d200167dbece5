import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bringMissing } from '../../../scripts/setup/bring.mjs'
import { NetworkError, SetupError } from '../../../scripts/setup/failure.mjs'
import type { Report } from '../../../scripts/setup/report.mjs'
import { run } from '../../../scripts/setup/tool.mjs'
import { temporaryFolder } from './temporary'

/** Steps whose things are there or not, and that note what they brought. */
function world(...present: string[]) {
  const brought: string[] = []
  const titles: string[] = []
  const report: Report = { say: () => undefined, during: (title, work) => (titles.push(title), work()) }
  const step = (title: string, bring = () => Promise.resolve()) => ({
    title,
    present: () => Promise.resolve(present.includes(title) || brought.includes(title)),
    bring: () => bring().then(() => void brought.push(title)),
    measure: () => Promise.resolve(null),
  })
  return { brought, titles, report, step }
}

describe('set-up', () => {
  it('brings what is missing, in order, and nothing else', async () => {
    const { brought, titles, report, step } = world('Electron')
    await bringMissing(['packages', 'Electron', 'data'].map(title => step(title)), temporaryFolder(), report)
    expect(brought).toEqual(['packages', 'data'])
    expect(titles).toEqual(['packages', 'data'])
  })

  it('does and says nothing where nothing is missing', async () => {
    const { titles, report, step } = world('packages')
    await bringMissing([step('packages')], '/nowhere', report)
    expect(titles).toEqual([])
  })

  it('brings a thing once when two set-ups want it at the same time', async () => {
    const cache = temporaryFolder()
    const { brought, report, step } = world()
    await Promise.all([1, 2].map(() => bringMissing([step('data')], cache, report)))
    expect(brought).toEqual(['data'])
  })

  it('says in one sentence that the network is away, and gives the lock back', async () => {
    const cache = temporaryFolder()
    const { report, step } = world()
    const bringing = bringMissing([step('Fashion-MNIST', () => Promise.reject(new NetworkError('data')))], cache, report)
    await expect(bringing).rejects.toThrow('The network cannot be reached, and Latent Lab still needs Fashion-MNIST: connect to the internet')
    expect(existsSync(join(cache, 'lock'))).toBe(false)
  })

  it('reads the network\'s absence in what a tool has said', async () => {
    const { report, step } = world()
    const npm = step('npm packages', () => run('sh', ['-c', 'echo npm error code EAI_AGAIN >&2; exit 1']).then(() => undefined))
    await expect(bringMissing([npm], temporaryFolder(), report)).rejects.toThrow('The network cannot be reached')
  })

  it('tells other trouble with the place of its details', async () => {
    const cache = temporaryFolder()
    const { report, step } = world()
    const compile = step('The addon', () => run('sh', ['-c', 'exit 3']).then(() => undefined))
    await expect(bringMissing([compile], cache, report)).rejects.toThrow(`The addon could not be set up. sh failed with code 3. The details are in ${join(cache, 'setup.log')}.`)
  })

  it('passes on what is already a sentence', async () => {
    const { report, step } = world()
    const told = new SetupError('Some system packages are missing; please run: sudo apt-get install g++')
    await expect(bringMissing([step('System', () => Promise.reject(told))], temporaryFolder(), report)).rejects.toBe(told)
  })
})
