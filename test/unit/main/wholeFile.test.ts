import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clearUnfinished, writeWhole, writeWholeSync, writerOf } from '../../../src/main/wholeFile'
import { aGoneProcess } from '../../support/storage/goneProcess'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a file written whole', () => {
  it('replaces the old one and leaves nothing beside it', async () => {
    const file = join(folder, 'a.png')
    writeFileSync(file, 'old')
    await writeWhole(file, new Uint8Array([1, 2, 3]))
    expect([...readFileSync(file)]).toEqual([1, 2, 3])
    expect(readdirSync(folder)).toEqual(['a.png'])
  })

  it('keeps the old one, and nothing else, when it cannot take its place', async () => {
    const file = join(folder, 'taken')
    mkdirSync(join(file, 'full'), { recursive: true }) // a folder is in the way
    await expect(writeWhole(file, new Uint8Array(3))).rejects.toMatchObject({ code: 'E_IO', message: expect.stringContaining('taken could not be written') })
    expect(() => writeWholeSync(file, 'x')).toThrow(expect.objectContaining({ code: 'E_IO' }))
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  it('says while it is in the making who writes it', async () => {
    const seen: string[] = []
    const watcher = watch(folder, (_, name) => void (name && seen.push(name)))
    await writeWhole(join(folder, 'a.png'), new Uint8Array(3))
    await vi.waitFor(() => expect(seen).toContain('a.png'))
    watcher.close()
    expect(seen.map(writerOf)).toContain(process.pid)
    for (const name of ['a.png', '.a.png.tmp', 'a.12-34.tmp']) expect(writerOf(name)).toBeNull()
  })

  it('that was never finished is cleared away once its writer is gone, and nothing else', async () => {
    const named = (pid: number, name = 'settings.json') => `.${name}.${pid}-01234567-89ab-cdef-0123-456789abcdef.tmp`
    const { pid: gone } = await aGoneProcess()
    const theirs = [named(process.ppid), named(process.pid), 'settings.json', '.settings.json.tmp', `.org.chromium.${gone}`, named(gone).slice(1)]
    for (const name of [...theirs, named(gone), named(gone, 'window.json')]) writeFileSync(join(folder, name), 'half')
    expect((await clearUnfinished(folder)).sort()).toEqual([named(gone), named(gone, 'window.json')].sort())
    expect(readdirSync(folder).sort()).toEqual(theirs.sort())
  })

  it('that an earlier process of our number never finished is cleared away', async () => {
    const file = join(folder, `.settings.json.${process.pid}-01234567-89ab-cdef-0123-456789abcdef.tmp`)
    writeFileSync(file, 'half')
    utimesSync(file, 1, 1)
    expect(await clearUnfinished(folder)).toHaveLength(1)
    expect(readdirSync(folder)).toEqual([])
  })

  it('names what fails where there is no such folder', async () => {
    await expect(writeWhole(join(folder, 'no', 'a.png'), new Uint8Array(3))).rejects.toMatchObject({ code: 'E_IO', message: expect.stringContaining('ENOENT') })
  })
})
