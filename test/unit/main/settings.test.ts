/** Row 67 of the catalogue of bad inputs, and what settings are for. Kept runs stay as they are. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openSettings } from '../../../src/main/settings'
import { defaultSettings } from '../../../src/shared/domain/settings'
import { keptRuns } from '../../support/storage/bystander'
import { aFolder } from '../../support/storage/folders'

let folder = ''
const log = { write: vi.fn(), append: vi.fn() }
const file = () => join(folder, 'settings.json')
/** Beside the runs, which stay as they are. */
const files = () => readdirSync(folder).filter(name => name !== 'runs')
beforeEach(async () => {
  folder = aFolder()
  await keptRuns(folder)
  vi.clearAllMocks()
})

describe('settings', () => {
  it('begin with the defaults and leave no file before they are changed', () => {
    expect(openSettings(folder, log).get()).toEqual(defaultSettings)
    expect(files()).toEqual([])
  })

  it('are there again after a restart, whole', () => {
    expect(openSettings(folder, log).set({ theme: 'light' })).toEqual({ ...defaultSettings, theme: 'light' })
    expect(openSettings(folder, log).get().theme).toBe('light')
    expect(files()).toEqual(['settings.json'])
  })

  it('keep what is not named in a change', () => {
    const settings = openSettings(folder, log)
    settings.set({ gallery: [7] })
    expect(settings.set({ theme: undefined, gallery: undefined })).toEqual({ ...defaultSettings, gallery: [7] })
  })

  it('of an older version are kept; what has come since begins with its default', () => {
    writeFileSync(file(), '{"theme":"dark","gallery":[3]}')
    expect(openSettings(folder, log).get()).toEqual({ ...defaultSettings, theme: 'dark', gallery: [3] })
    expect(log.write).not.toHaveBeenCalled()
    expect(files()).toEqual(['settings.json'])
  })

  it('of an older version have no number of threads; one can be set and taken back', () => {
    writeFileSync(file(), '{"theme":"dark","gallery":[]}')
    const settings = openSettings(folder, log)
    expect(settings.get().threads).toBeUndefined()
    expect(settings.set({ threads: 4 }).threads).toBe(4)
    expect(settings.set({ theme: 'light' }).threads).toBe(4)
    expect(settings.set({ threads: null }).threads).toBeNull()
  })

  it.each([
    ['half-written', '{"theme":"da'], ['empty', ''], ['of another type', '[]'], ['null', 'null'], ['with a wrong value', '{"theme":"pink","gallery":[]}'],
    ['with an unknown key', '{"theme":"dark","gallery":[],"more":1}'],
    ['far too long', JSON.stringify({ theme: 'dark', gallery: [], pad: 'x'.repeat(1_000_000) })],
    ['polluting', '{"__proto__":{"polluted":1},"theme":"dark","gallery":[]}'],
  ])('that are %s give way to the defaults; the file is kept aside and the log tells once', (_name, text) => {
    writeFileSync(file(), text)
    expect(openSettings(folder, log).get()).toEqual(defaultSettings)
    const [kept, ...others] = files()
    expect(others).toEqual([])
    expect(kept).toMatch(/^settings\.json\.bad-\d{4}-/)
    expect(readFileSync(join(folder, kept ?? ''), 'utf8')).toBe(text)
    expect(log.write).toHaveBeenCalledOnce()
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('which cannot be written are not in force', () => {
    const settings = openSettings(join(folder, 'missing'), log)
    expect(() => settings.set({ theme: 'light' })).toThrow(expect.objectContaining({ code: 'E_IO' }))
    expect(settings.get()).toEqual(defaultSettings)
  })
})
