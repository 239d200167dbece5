import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isInstalled, mayRunScripts, skippedScripts } from '../../../scripts/setup/npm.mjs'

interface Locked { version?: string, integrity?: string, optional?: boolean, hasInstallScript?: boolean, resolved?: string }

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
const vue = { version: '3.5.0', integrity: 'sha512-vue' }
const wanted = { packages: { '': { version: '1.0.0' }, 'node_modules/vue': vue, 'node_modules/fsevents': { version: '2.0.0', integrity: 'x', optional: true } } }

describe('installed packages', () => {
  it('are whole when all but another system\'s optional ones are there', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/vue': vue } })).toBe(true)
  })

  it('may be more than the lockfile names', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/vue': vue, 'node_modules/mine': vue } })).toBe(true)
  })

  it.each([
    ['nothing was finished', null],
    ['one is missing', { packages: {} }],
    ['one has another version', { packages: { 'node_modules/vue': { ...vue, version: '3.4.0' } } }],
    ['one has another sum', { packages: { 'node_modules/vue': { ...vue, integrity: 'sha512-other' } } }],
    ['an optional one has another version', { packages: { 'node_modules/vue': vue, 'node_modules/fsevents': { version: '1.0.0', integrity: 'x' } } }],
  ])('are not whole when %s', (_, installed) => expect(isInstalled(wanted, installed)).toBe(false))
})

describe('package-lock.json', () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

  it('names no package whose install script nobody has decided about', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.replace(/^.*node_modules\//, ''))
    const decided = [...mayRunScripts, ...skippedScripts]
    expect(scripted.filter(name => !decided.includes(name))).toEqual([])
  })

  it('pins every package by its sum', () => {
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  })

  it('names no registry\'s host', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })
})
