/** The command line as scripts meet it: exit codes, what stands on which output, and runs that are stopped, resumed, damaged. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EngineInfo } from '@shared/domain/device'
import { EndReason, EpochReport, ExecutorKind, Floors, RunId } from '@shared/domain/run'
import { RunConfig } from '@shared/domain/runConfig'
import { presets } from '@shared/domain/presets'
import { z } from '@shared/schema'
import { flags } from '../../../src/main/cli/flags'
import { buildLab } from '../../support/cli'
import type { Ended, Lab } from '../../support/cli'
import { eventually } from '../../support/processes'

/** Every kind of line that --json promises, by the shared contract. */
const Fact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), runId: RunId, parameters: z.int(), config: RunConfig, ...EngineInfo.shape }),
  z.strictObject({ kind: z.literal('executor'), executor: ExecutorKind }),
  z.strictObject({ kind: z.literal('floors'), ...Floors.shape }),
  z.strictObject({ kind: z.literal('epoch'), ...EpochReport.shape }),
  z.strictObject({ kind: z.literal('ended'), reason: EndReason }),
])
type Fact = z.infer<typeof Fact>

const folder = mkdtempSync(join(tmpdir(), 'latent-lab-cli-'))
const runs = join(folder, 'runs')
/** All of Fashion-MNIST, because the command has no smaller set; little of everything else. */
const small = ['--batch-size', '8192', '--hidden', '8', '--latent', '1', '--executor', 'graph']

let lab: Lab
beforeAll(async () => {
  lab = await buildLab()
})
afterAll(() => rmSync(folder, { recursive: true }))

function factsOf(stdout: string): Fact[] {
  return stdout.split('\n').slice(0, -1).map(line => Fact.parse(JSON.parse(line)))
}

function only<K extends Fact['kind']>(facts: readonly Fact[], kind: K) {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
}

function expectRefusal({ code, stdout, stderr }: Ended, exit: 1 | 2, words: string): void {
  expect(stderr).toContain(words)
  expect(stderr).toMatch(/^(?!.*\n {4}at ).*\.\n$/s) // sentences, and no stack
  expect(stdout).toBe('')
  expect(code).toBe(exit)
}

describe('bad usage', () => {
  it.each<[string, string]>([
    ['fly', 'There is no command "fly". There are: train, resume, trajectory, devices'],
    ['train --epochs 0', '--epochs: must be a whole number from 1 to 1,000, not "0".'],
    ['train --epochs ten', '--epochs: must be a whole number from 1 to 1,000, not "ten".'],
    ['train --epochs 1.5', '--epochs: must be a whole number from 1 to 1,000'],
    ['train --epochs', '--epochs needs a value.'],
    ['train --epochs --json', '--epochs needs a value.'],
    ['train --epochs 1 --epochs 2', '--epochs is given twice.'],
    ['train --json=yes', '--json takes no value.'],
    ['train --runs=', '--runs needs a value.'],
    ['train --batch-size 8193', '--batch-size: must be a whole number from 1 to 8,192, not "8193".'],
    ['train --learning-rate 1,5', '--learning-rate: must be a number from 1e-7 to 10, not "1,5".'],
    ['train --learning-rate Infinity', '--learning-rate: must be a number from 1e-7 to 10'],
    ['train --seed 2147483648', '--seed: must be a whole number from 0 to 2,147,483,647'],
    ['train --latent 0 --hidden 10,x', '--hidden: each must be a whole number from 1 to 4,096, not "10,x".\n--latent: must be a whole number from 1 to 256'],
    ['train --hidden 1,2,3,4,5,6,7,8,9', '--hidden: must have at most 8 layers'],
    ['train --filters 4', '--filters: must be empty for a dense network'],
    ['train --network convolutional --filters none', '--filters: must have at least one layer'],
    ['train --activation gelu', '--activation: must be one of relu, leaky-relu, elu, silu, tanh, sigmoid, not "gelu".'],
    ['train --loss bce --output linear', '--output: must be sigmoid, because binary cross-entropy'],
    ['train --noise salt', '--noise: must be one of none, gaussian, masking, not "salt".'],
    ['train --noise-sigma 0.3', '--noise-sigma: is for --noise gaussian only.'],
    ['train --optimizer sgd --epsilon 1e-3', '--epsilon: is for --optimizer adam or rmsprop only.'],
    ['train --preset best', '--preset: must be one of seed, sharper'],
    ['train --executor fast', '--executor: must be one of xla, graph, eager, not "fast".'],
    ['train --colour red', '"--colour" is not understood'],
    ['train now', '"now" is not understood'],
    ['resume ../../x --runs r', '"../../x" is not the id of a run'],
    ['resume', '"" is not the id of a run'],
    ['trajectory', 'Name the folder of the trajectory'],
    ['devices all', '"devices" takes nothing'],
  ])('%s: is told in words, ends with 2 and prints nothing else', async (line, words) => {
    expectRefusal(await lab.run(...line.split(' ')), 2, words)
  })

  it('cuts what is far too long', async () => {
    const ended = await lab.run('train', '--epochs', 'x'.repeat(100_000))
    expectRefusal(ended, 2, '--epochs: must be a whole number')
    expect(ended.stderr.length).toBeLessThan(200)
  })
})

describe('help', () => {
  it.each([['--help'], ['help'], ['train', '--help']])('is there for %s, and lists every flag with what it takes', async (...args) => {
    const { code, stdout, stderr } = await lab.run(...args)
    expect([code, stderr]).toEqual([0, ''])
    const listed = [...stdout.matchAll(/^ {2}--(\S+)(?: (\S+))? /gm)].map(([, name, value]) => [name, value ?? null])
    const own = [['preset', Object.keys(presets).join('|')], ['executor', 'xla|graph|eager'], ['runs', 'DIR'], ['json', null]]
    expect(listed.toSorted()).toEqual([...flags.map(({ name, value }) => [name, value]), ...own].toSorted())
  })
})

describe('what the work itself makes fail', () => {
  it('a trajectory that is not there', async () => {
    expectRefusal(await lab.run('trajectory', join(folder, 'nowhere')), 1, 'trajectory.json cannot be read from')
  })

  it('a folder of runs that is not there: it is not made', async () => {
    const nowhere = join(folder, 'typo')
    expectRefusal(await lab.run('resume', '20260214-120000-0f1x7e', '--runs', nowhere), 1, `--runs: there is no folder ${nowhere}.`)
    expect(existsSync(nowhere)).toBe(false)
    const ofApp = await lab.with({ LATENT_LAB_USER_DATA: nowhere }).run('resume', '20260214-120000-0f1x7e')
    expectRefusal(ofApp, 1, `The app keeps no runs in ${join(nowhere, 'runs')}. Name their folder: --runs DIR.`)
    expect(existsSync(nowhere)).toBe(false)
  })

  it('a data set that is not there', async () => {
    const { code, stdout, stderr } = await lab.with({ LATENT_LAB_DATA: folder }).run('train', '--epochs', '1')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('of Fashion-MNIST cannot be read from')
  })
})

it('devices tells on what the engine computes', async () => {
  const { code, stdout } = await lab.run('devices')
  expect(code).toBe(0)
  expect(z.extend(EngineInfo, { kind: z.literal('device') }).parse(JSON.parse(stdout)).library).toMatch(/^TensorFlow 2\./)
})

describe('a run', () => {
  let runId = ''
  const resume = (...more: string[]) => lab.start('resume', runId, '--runs', runs, '--json', ...more)

  /** Starts, waits for an epoch, presses Ctrl-C; what was told until the end. */
  async function interrupted({ process, ended, stdout }: ReturnType<Lab['start']>): Promise<{ code: number | null, facts: Fact[] }> {
    await eventually('an epoch', () => stdout().includes('"kind":"epoch"'), 60_000)
    process.kill('SIGINT')
    const { code, stdout: all } = await ended
    return { code, facts: factsOf(all) }
  }

  it('tells JSON lines and nothing else, stops at SIGINT and keeps what was learned', async () => {
    const { code, facts } = await interrupted(lab.start('train', ...small, '--epochs', '2', '--runs', runs, '--json'))
    expect(code).toBe(1)
    expect(facts[0]?.kind).toBe('started')
    expect(facts.at(-1)).toEqual({ kind: 'ended', reason: 'stopped' })
    expect(new Set(facts.map(({ kind }) => kind)).size).toBe(5)
    ;[{ runId } = { runId: '' }] = only(facts, 'started')
    const kept = readdirSync(join(runs, runId, 'epochs'))
    expect(kept).toEqual(['1'])
    expect(only(facts, 'epoch')).toHaveLength(1)
  })

  it('goes on with the next epoch when it is resumed, and ends with 0 when all are trained', async () => {
    const { code, stdout } = await lab.with({ LATENT_LAB_USER_DATA: folder }).run('resume', runId, '--json') // where the app would keep it
    expect(code).toBe(0)
    const facts = factsOf(stdout)
    expect(only(facts, 'started')[0]).toMatchObject({ runId, config: { epochs: 2, network: { hidden: [8] } } })
    expect(only(facts, 'epoch').map(({ epoch }) => epoch)).toEqual([2])
    expect(facts.at(-1)).toEqual({ kind: 'ended', reason: 'finished' })
  })

  it('is not resumed when it is finished', async () => {
    const userData = mkdtempSync(join(folder, 'chosen-'))
    writeFileSync(join(userData, 'settings.json'), JSON.stringify({ runsFolder: runs })) // as when it was chosen in the app
    const { code, stdout, stderr } = await lab.with({ LATENT_LAB_USER_DATA: userData }).run('resume', runId, '--json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('All 2 epochs of this run are done.')
  })

  it('is not resumed when nobody knows it', async () => {
    const { code, stdout, stderr } = await lab.run('resume', '20260214-120000-0f1x7e', '--runs', runs, '--json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('There is no run 20260214-120000-0f1x7e.')
  })

  it('is resumed at the last sound epoch where the newest is damaged, and not where nothing verifies', async () => {
    const whole = join(folder, 'whole')
    cpSync(runs, whole, { recursive: true })
    truncateSync(join(runs, runId, 'epochs/2/weights.bin'), 10)
    const { code, stdout } = await resume().ended
    expect([code, only(factsOf(stdout), 'epoch').map(({ epoch }) => epoch)]).toEqual([0, [2]])

    rmSync(runs, { recursive: true })
    cpSync(whole, runs, { recursive: true })
    rmSync(join(runs, runId, 'epochs'), { recursive: true })
    writeFileSync(join(runs, runId, 'run.json'), '{"id":')
    const refused = await resume().ended
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(/run\.json/)
  })

  it('is trained, kept and resumed under a clock that jumps by a day each time it is looked at', async () => {
    const clock = join(folder, 'clock.mjs')
    writeFileSync(clock, `
      let looks = 0
      const { Date: Whole } = globalThis
      const now = () => Whole.now() + (looks++ % 2 ? 1 : -1) * 24 * 3600 * 1000
      globalThis.Date = class extends Whole {
        constructor(...given) { super(...given.length > 0 ? given : [now()]) }
        static now() { return now() }
      }
    `)
    const jumping = lab.with({ NODE_OPTIONS: `--import ${pathToFileURL(clock).href}` })
    const place = join(folder, 'jumping')
    mkdirSync(place)
    const first = await interrupted(jumping.start('train', ...small, '--epochs', '3', '--runs', place, '--json'))
    const [{ runId } = { runId: '' }] = only(first.facts, 'started')
    const then = await jumping.run('resume', runId, '--runs', place, '--json')
    expect([then.code, factsOf(then.stdout).at(-1)]).toEqual([0, { kind: 'ended', reason: 'finished' }])
    const epochs = only([...first.facts, ...factsOf(then.stdout)], 'epoch')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    for (const { seconds, evaluationSeconds, imagesPerSecond } of epochs) {
      for (const figure of [seconds, evaluationSeconds]) {
        expect(figure).toBeGreaterThan(0)
        expect(figure).toBeLessThan(3600)
      }
      expect(imagesPerSecond).toBeGreaterThan(0)
    }
  })

  it('ends with 1 where the loss grows without bounds, and says so in plain words', async () => {
    const steep = ['--optimizer', 'sgd', '--learning-rate', '10', '--output', 'linear', '--hidden', 'none', '--batch-size', '8192', '--executor', 'graph']
    const { code, stdout, stderr } = await lab.run('train', ...steep, '--epochs', '50')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Training on .*, \d+ parameters\.\n/)
    expect(stdout).toMatch(/\nEnded: diverged\.\n$/)
    expect(stderr).toContain('The loss became infinite or not a number in epoch')
  })
})
