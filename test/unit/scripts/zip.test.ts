import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { unzip } from '../../../scripts/setup/zip.mjs'
import { temporaryFolder } from './temporary'

interface Member { name: string, text: string, mode?: number, stored?: boolean, size?: number }

/** A zip archive by the book: local headers with data, the directory, its end with a comment. */
function zip(members: Member[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, mode = 0o100644, stored = false, size = text.length } of members) {
    const data = stored ? Buffer.from(text) : deflateRawSync(text)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50)
    central.writeUInt16LE(stored ? 0 : 8, 10)
    central.writeUInt32LE(data.length, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(mode * 0x10000, 38)
    central.writeUInt32LE(offset, 42)
    files.push(local, Buffer.from(name), data)
    directory.push(central, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end, Buffer.from('a comment')])
}

function unpack(members: Member[], target = (name: string): string | null => name) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.zip'), zip(members))
  const out = join(folder, 'out')
  return { out, count: unzip(join(folder, 'a.zip'), out, target) }
}

describe('unzip', () => {
  it('unpacks packed, stored and empty files', async () => {
    const long = 'latent '.repeat(10_000)
    const { out, count } = unpack([{ name: 'a/', text: '', stored: true }, { name: 'a/long', text: long }, { name: 's', text: 'plain', stored: true }, { name: 'e', text: '', stored: true }])
    expect(await count).toBe(3)
    expect(readFileSync(join(out, 'a/long'), 'utf8')).toBe(long)
    expect(readFileSync(join(out, 's'), 'utf8')).toBe('plain')
    expect(statSync(join(out, 'e')).size).toBe(0)
  })

  it('takes what is asked for, under the name asked for', async () => {
    const { out, count } = unpack([{ name: 'App/App', text: 'x' }, { name: 'App/junk', text: 'y' }], name => name === 'App/App' ? 'electron' : null)
    expect(await count).toBe(1)
    expect(readFileSync(join(out, 'electron'), 'utf8')).toBe('x')
  })

  it('keeps programs executable', async () => {
    const { out, count } = unpack([{ name: 'tool', text: '#!', mode: 0o100755 }, { name: 'text', text: '' }])
    await count
    expect(statSync(join(out, 'tool')).mode & 0o111).toBe(0o111)
    expect(statSync(join(out, 'text')).mode & 0o111).toBe(0)
  })

  it.each(['../evil', 'a/../../evil', '/../../evil'])('refuses to write to %s', async (name) => {
    await expect(unpack([{ name, text: '' }]).count).rejects.toThrow('leads out of its folder')
  })

  it('refuses a file that is not as long as the directory says', async () => {
    await expect(unpack([{ name: 'a', text: 'abc', size: 2 }]).count).rejects.toThrow('does not have the length')
  })

  it('refuses what is no archive', async () => {
    const file = join(temporaryFolder(), 'a.zip')
    writeFileSync(file, 'PK, but not really')
    await expect(unzip(file, `${file}.out`, name => name)).rejects.toThrow('is not a zip archive')
  })
})
