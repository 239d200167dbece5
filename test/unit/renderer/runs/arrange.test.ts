import { describe, expect, it } from 'vitest'
import { arrange } from '../../../../src/renderer/components/runs/arrange'
import type { Wanted } from '../../../../src/renderer/components/runs/arrange'
import { aKeptRun } from '../../../support/window/fakeRuns'
import type { KeptRun } from '@shared/domain/keptRun'

const everything: Wanted = { query: '', state: 'all', preset: 'all', sort: 'date', descending: true }
const naming = { name: (run: KeptRun) => run.labels.name || run.id, preset: (run: KeptRun) => String(run.facts?.config.network.latent) }
const unreadable: KeptRun = { ...aKeptRun(0), id: '20260101-000000-broken', facts: null, problem: { code: 'E_RUN_DAMAGED', message: 'run.json is missing.' } }

function names(runs: readonly KeptRun[], changes: Partial<Wanted> = {}) {
  return arrange(runs, { ...everything, ...changes }, naming).map(({ run, depth }) => `${'>'.repeat(depth)}${run.id.slice(-4)}`)
}

describe('the arrangement of the list of runs', () => {
  const runs = [0, 1, 2, 3, 4].map(n => aKeptRun(n))

  it('finds runs that have every word, in names, tags or notes, whatever their case', () => {
    const found = [
      { ...aKeptRun(1), labels: { name: 'Wide layers', tags: ['Paper'], notes: '' } },
      { ...aKeptRun(2), labels: { name: 'wide', tags: [], notes: 'for the paper' } },
      { ...aKeptRun(3), labels: { name: 'narrow', tags: ['paper'], notes: '' } },
    ]
    expect(names(found, { query: 'paper  WIDE' })).toEqual(['0001', '0002'])
    expect(names(found, { query: 'nothing like it' })).toEqual([])
  })

  it('shows runs of one state or preset', () => {
    expect(names(runs, { state: 'stopped' })).toEqual(['0003'])
    expect(names(runs, { preset: '32' })).toEqual(['0002'])
  })

  it('sorts by any figure both ways, and puts what has none last', () => {
    const all = [unreadable, ...runs]
    const losses = (descending: boolean) => arrange(all, { ...everything, sort: 'last', descending }, naming).map(({ run }) => run.facts?.last?.testLoss)
    const known = runs.map(({ facts }) => facts?.last?.testLoss ?? Number.NaN)
    expect(losses(false)).toEqual([...[...known].sort((a, b) => a - b), undefined])
    expect(losses(true)).toEqual([...[...known].sort((a, b) => b - a), undefined])
  })

  it('sorts names as people do', () => {
    const named = ['run 10', 'Run 9', 'run 1'].map((name, n) => ({ ...aKeptRun(n), labels: { name, tags: [], notes: '' } }))
    expect(names(named, { sort: 'name', descending: false })).toEqual(['0002', '0001', '0000'])
  })

  it('puts branches below the run they came from, however deep, and alone where it is not shown', () => {
    const of = (n: number, parent: number) => aKeptRun(n, { parent: { id: aKeptRun(parent).id, epoch: 1 } })
    const family = [aKeptRun(9), of(1, 9), of(2, 1), of(3, 9), aKeptRun(4)]
    expect(names(family)).toEqual(['0004', '0009', '>0001', '>>0002', '>0003'])
    expect(names(family.slice(1))).toEqual(['0001', '>0002', '0003', '0004'])
  })

  it('shows each run once, even where damaged files say that each is the other\'s parent', () => {
    const circle = [aKeptRun(1, { parent: { id: aKeptRun(2).id, epoch: 1 } }), aKeptRun(2, { parent: { id: aKeptRun(1).id, epoch: 1 } })]
    expect(names(circle).map(name => name.replaceAll('>', '')).sort()).toEqual(['0001', '0002'])
    expect(names([aKeptRun(1, { parent: { id: aKeptRun(1).id, epoch: 1 } })])).toEqual(['0001'])
  })

  it('arranges 5,000 runs without a pause that one would notice', () => {
    const many = Array.from({ length: 5000 }, (_, n) => aKeptRun(n, n % 4 === 1 ? { parent: { id: aKeptRun(n + 1).id, epoch: 2 } } : {}))
    const start = performance.now()
    expect(names(many, { sort: 'name' })).toHaveLength(5000)
    expect(performance.now() - start).toBeLessThan(1000) // on a machine that is busy with other tests; alone it takes a tenth
  })
})
