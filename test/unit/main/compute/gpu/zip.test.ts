/** Archives that mean harm are refused as a whole, before a byte of them is written. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unpackWheels } from '../../../../../src/main/compute/gpu/unpack'
import { isPlain } from '../../../../../src/main/compute/gpu/zip'
import { temporaryFolder } from '../../../../support/gpu/build'
import { zip } from '../../../../support/gpu/zip'
import type { ZipEntry } from '../../../../support/gpu/zip'

const good: ZipEntry = { name: 'nvidia/cublas/lib/libcublas.so.12', data: 'a library' }

async function unpack(bytes: Buffer, most = 1e6) {
  const folder = temporaryFolder()
  const path = join(folder, 'a.whl')
  writeFileSync(path, bytes)
  const target = join(folder, 'deep', 'target')
  const result = unpackWheels([{ path, name: 'A wheel' }], target, { signal: new AbortController().signal, most, onProgress: () => undefined })
  const fault = await result.then(() => null, (error: unknown) => error as Error & { code?: string })
  return { fault, files: readdirSync(folder, { recursive: true }).map(String).filter(name => name !== 'a.whl').sort() }
}

describe('an archive', () => {
  it('that is honest is unpacked', async () => {
    const { fault, files } = await unpack(zip([{ name: 'nvidia/' }, good, { ...good, name: 'nvidia/b.so', method: 0 }, { name: 'other/c', data: 'x' }]))
    expect(fault).toBeNull()
    expect(files).toEqual(expect.arrayContaining(['deep/target/nvidia/cublas/lib/libcublas.so.12', 'deep/target/nvidia/b.so']))
    expect(files.join(), 'what is not wanted').not.toContain('other')
  })

  it.each([
    '../evil', '/etc/passwd', 'nvidia/../../evil', 'nvidia/./x', 'nvidia//x', 'C:\\evil', 'C:evil', 'nvidia\\..\\evil', 'nvidia/x\0.so', 'nvidia/\u001b[2J', '', 'nvidia/..',
    'nvidia/x.', 'nvidia/x ', 'x'.repeat(1001),
  ])('with the name %j is refused, its good entries too', async (name) => {
    expect(isPlain(name)).toBe(false)
    const { fault, files } = await unpack(zip([good, { name, data: 'evil' }]))
    expect(fault).toMatchObject({ code: 'E_FORMAT' })
    expect(fault?.message).toMatch(/does not stay inside/)
    expect(files).toEqual([])
  })

  it.each<[string, ZipEntry[], RegExp]>([
    ['a symbolic link', [good, { name: 'nvidia/link', data: '/etc', mode: 0o120777 }], /link or a device/],
    ['a device', [good, { name: 'nvidia/dev', mode: 0o060644 }], /link or a device/],
    ['one name twice', [good, good], /twice/],
    ['one name twice but for its case', [good, { ...good, name: 'NVIDIA/cublas/lib/libcublas.so.12' }], /twice/],
    ['a file where a folder is', [{ name: 'nvidia/x/' }, { name: 'nvidia/x', data: '' }], /twice/],
    ['an encrypted entry', [good, { name: 'nvidia/x', flags: 1 }], /encrypted/],
    ['a strange method', [good, { name: 'nvidia/x', method: 12 }], /packed in a way/],
    ['a stored entry of two lengths', [{ ...good, method: 0, size: 999 }], /two lengths/],
    ['entries over each other', [good, { ...good, name: 'nvidia/x', offset: 0 }], /lies over/],
    ['an entry beyond the end', [{ ...good, offset: 4000 }], /lies over/],
    ['an entry of more than four gigabytes', [{ ...good, size: 0xffffffff }], /four gigabytes/],
  ])('with %s is refused as a whole', async (_name, entries, sentence) => {
    const { fault, files } = await unpack(zip(entries))
    expect(fault?.message).toMatch(sentence)
    expect(files).toEqual([])
  })

  it.each<[string, ZipEntry, RegExp]>([
    ['longer than it says', { ...good, data: Buffer.alloc(500_000), size: 10 }, /longer than it says/],
    ['shorter than it says', { ...good, size: 5000 }, /damaged/],
    ['not what its checksum says', { ...good, crc: 1 }, /damaged/],
  ])('with an entry %s is refused when that shows', async (_name, entry, sentence) => {
    expect((await unpack(zip([entry]))).fault?.message).toMatch(sentence)
  })

  it('that would fill the disk is refused', async () => {
    const { fault, files } = await unpack(zip([{ ...good, data: Buffer.alloc(2_000_000) }]))
    expect(fault).toMatchObject({ code: 'E_TOO_BIG' })
    expect(files).toEqual([])
  })

  it('cut anywhere is refused', async () => {
    const whole = zip([good, { ...good, name: 'nvidia/b' }])
    for (let length = 0; length < whole.length; length++) expect((await unpack(whole.subarray(0, length))).fault, `cut at ${length}`).not.toBeNull()
  })
})
