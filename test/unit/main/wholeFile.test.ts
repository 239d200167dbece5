import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeWhole, writeWholeSync, writerOf } from '../../../src/main/wholeFile'

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

  it('names what fails where there is no such folder', async () => {
    await expect(writeWhole(join(folder, 'no', 'a.png'), new Uint8Array(3))).rejects.toMatchObject({ code: 'E_IO', message: expect.stringContaining('ENOENT') })
  })
})
