import { describe, expect, it } from 'vitest'
import { help, parseOptions } from '../../../bench/options'

describe('the bench\'s words', () => {
  it('measure the default parts, three pairings each', () => {
    expect(parseOptions([])).toMatchObject({ sets: ['default'], only: [], pairs: 3 })
  })

  it('put the peers beside the default parts, and quality and the explorer in their place', () => {
    expect(parseOptions(['--peers'])).toMatchObject({ sets: ['default', 'peers'] })
    expect(parseOptions(['--quality', '--explorer'])).toMatchObject({ sets: ['quality', 'explorer'] })
  })

  it('name sets and parts', () => {
    expect(parseOptions(['--peers', '--quality', '--only', 'race,seed', '--pairs=5'])).toMatchObject({ sets: ['default', 'peers', 'quality'], only: ['race', 'seed'], pairs: 5 })
  })

  it('are all in the help', () => {
    expect(parseOptions(['--help'])).toBeNull()
    for (const flag of ['--peers', '--quality', '--explorer', '--only', '--pairs', '--epochs', '--probes']) expect(help).toContain(flag)
  })

  it.each([['--pairs', '0'], ['--epochs', '1.5'], ['--probes', 'many'], ['--nonsense'], ['stray']])('refuse %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow()
  })
})
