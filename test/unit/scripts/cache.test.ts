import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cacheRoot, folderOf, install, isPresent, sweep, type Component } from '../../../scripts/setup/cache.mjs'
import { temporaryFolder } from './temporary'

function component(change: Partial<Component> = {}): Component {
  return {
    name: 'thing-1.0',
    recipe: { text: 'whole' },
    bytes: 1000,
    fetched: 0,
    async make({ folder }) {
      await mkdir(join(folder, 'deep'))
      writeFileSync(join(folder, 'deep', 'file'), 'whole')
    },
    ...change,
  }
}

describe('the cache\'s folder', () => {
  it('is the one asked for, else the user\'s cache', () => {
    expect(cacheRoot({ LATENT_LAB_CACHE: '/a', XDG_CACHE_HOME: '/b' }, '/home/ada')).toBe('/a')
    expect(cacheRoot({ XDG_CACHE_HOME: '/b' }, '/home/ada')).toBe(join('/b', 'latent-lab'))
    expect(cacheRoot({}, '/home/ada')).toBe(join('/home/ada', '.cache', 'latent-lab'))
  })
})

describe('a component in the cache', () => {
  it('is there once it is made, and leaves no work behind', async () => {
    const cache = temporaryFolder()
    expect(await isPresent(cache, component())).toBe(false)
    await install(cache, component())
    expect(await isPresent(cache, component(), true)).toBe(true)
    expect(readdirSync(cache).filter(name => name.startsWith('.work'))).toEqual([])
  })

  it('stands beside one of another recipe', async () => {
    const cache = temporaryFolder()
    const other = component({ recipe: { text: 'other' } })
    await install(cache, component())
    expect(await isPresent(cache, other)).toBe(false)
    await install(cache, other)
    expect(folderOf(cache, other)).not.toBe(folderOf(cache, component()))
    expect(await isPresent(cache, component())).toBe(true)
  })

  it('is not there when its making was interrupted, and the next sweep clears the work', async () => {
    const cache = temporaryFolder()
    const breaks = component({ make: ({ folder, downloads }) => {
      writeFileSync(join(folder, 'half'), '')
      writeFileSync(join(downloads, 'part'), 'kept')
      return Promise.reject(new Error('cut off'))
    } })
    await expect(install(cache, breaks)).rejects.toThrow('cut off')
    await mkdir(join(cache, '.work-killed'))
    await sweep(cache)
    expect(await isPresent(cache, component())).toBe(false)
    expect(readdirSync(cache)).toEqual(['downloads'])
    expect(readFileSync(join(cache, 'downloads', 'thing-1.0', 'part'), 'utf8')).toBe('kept')
  })

  it('is missing when a file of it is gone, shorter, or changed', async () => {
    const cache = temporaryFolder()
    for (const spoil of ['', 'wholesome', 'WHOLE']) {
      await install(cache, component())
      const file = join(folderOf(cache, component()), 'deep', 'file')
      writeFileSync(file, spoil)
      utimesSync(file, 1, 1)
      expect(await isPresent(cache, component())).toBe(false)
    }
  })

  it('is found out by its sum alone when length and time still agree', async () => {
    const cache = temporaryFolder()
    await install(cache, component())
    const file = join(folderOf(cache, component()), 'deep', 'file')
    const { atime, mtime } = statSync(file)
    writeFileSync(file, 'WHOLE')
    utimesSync(file, atime, mtime)
    expect(await isPresent(cache, component(), true)).toBe(false)
  })

  it('is accepted again when only its time has changed', async () => {
    const cache = temporaryFolder()
    await install(cache, component())
    utimesSync(join(folderOf(cache, component()), 'deep', 'file'), 1, 1)
    expect(await isPresent(cache, component())).toBe(true)
    expect(await isPresent(cache, component())).toBe(true)
  })

  it('replaces a damaged one whole', async () => {
    const cache = temporaryFolder()
    await install(cache, component())
    const folder = folderOf(cache, component())
    writeFileSync(join(folder, 'deep', 'file'), 'torn')
    writeFileSync(join(folder, 'stray'), '')
    await install(cache, component())
    expect(await isPresent(cache, component(), true)).toBe(true)
    expect(existsSync(join(folder, 'stray'))).toBe(false)
  })

  it('is refused in a sentence where the disk has no room for it', async () => {
    await expect(install(temporaryFolder(), component({ bytes: 1e18 }))).rejects.toThrow(/needs 1000000000000 MB .* free some space/)
  })
})
