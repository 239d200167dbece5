import { describe, expect, it } from 'vitest'
import { defaults, helpText, onlyOptions, takeOptions } from '../../../scripts/setup/options.mjs'

describe('the options of set-up', () => {
  it('are the machine\'s choice when nothing is said', () => {
    expect(onlyOptions([])).toEqual({ tensorflow: null, electron: null, verify: false })
  })

  it('take the last of two that disagree', () => {
    expect(onlyOptions(['--gpu', '--verify', '--cpu', '--electron=registry'])).toEqual({ tensorflow: 'cpu', electron: 'registry', verify: true })
  })

  it('leave the app\'s own arguments to the app, in their order', () => {
    expect(takeOptions(['run.lab', '--gpu', '--theme=dark'])).toEqual({ options: { ...defaults, tensorflow: 'gpu' }, rest: ['run.lab', '--theme=dark'] })
  })

  it.each(['--fast', 'toString', '--electron'])('refuse %s by name', (arg) => {
    expect(() => onlyOptions(['--gpu', arg])).toThrow(`"${arg}" is not an option`)
  })
})

describe('the help text', () => {
  it('names every option there is', () => {
    const named = [...helpText.matchAll(/^ {2}(--\S+)/gm)].map(match => match[1] ?? '').filter(option => option !== '--help')
    expect(named.length).toBe(5)
    expect(takeOptions(named).rest).toEqual([])
  })
})
