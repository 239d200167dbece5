import { describe, expect, it } from 'vitest'
import { aptCommand, requirements, unmet } from '../../../scripts/setup/system.mjs'

const everything = {
  libraries: new Set(requirements.map(({ name }) => name)),
  programs: new Set(requirements.map(({ name }) => name)),
}

describe('what the lab needs of the system', () => {
  it('is nothing where all is there', () => {
    expect(unmet(['window', 'virtual display', 'compiler', 'pip'], everything)).toEqual([])
  })

  it('is asked for only by what uses it', () => {
    const bare = { libraries: new Set<string>(), programs: new Set<string>() }
    expect(unmet([], bare)).toEqual([])
    expect(unmet(['compiler'], bare).map(({ name }) => name)).toEqual(['g++'])
    expect(unmet(['window'], bare).every(({ name }) => name.startsWith('lib'))).toBe(true)
  })

  it('does not take a program for a library', () => {
    expect(unmet(['window'], { ...everything, libraries: new Set() }).length).toBeGreaterThan(5)
  })

  it('can be typed by hand', () => {
    expect(aptCommand(['xvfb', 'g++'])).toBe('sudo apt-get update && sudo apt-get install --yes --no-install-recommends xvfb g++')
  })
})
