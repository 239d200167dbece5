/** The four files of the data set where one is missing, damaged or another: rows 22 to 25 and 27 of the catalogue of bad inputs. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import { picturesOf, readFashionMnist } from '../../../../../src/main/engine/data/fashionMnist'
import { aFolder, aSharedFolder } from '../../../../support/storage/folders'

const names = {
  trainImages: 'train-images-idx3-ubyte.gz', trainLabels: 'train-labels-idx1-ubyte.gz',
  testImages: 't10k-images-idx3-ubyte.gz', testLabels: 't10k-labels-idx1-ubyte.gz',
} as const

function idx(shape: readonly number[], fill: (i: number) => number = () => 0): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.writeUInt16BE(0x08 * 256 + shape.length, 2)
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i))
  const values = Buffer.alloc(shape.reduce((a, b) => a * b, 1))
  for (let i = 0; i < Math.min(values.length, 100_000); i++) values[i] = fill(i)
  return gzipSync(Buffer.concat([header, values]), { level: 1 })
}

/** A sound data set of mostly black pictures, made once and copied for each test. */
const sound = aSharedFolder()
let folder = ''
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)

beforeAll(() => {
  folder = sound
  put(names.trainImages, idx([60_000, 28, 28], i => i % 256))
  put(names.testImages, idx([10_000, 28, 28], i => (i + 7) % 256))
  put(names.trainLabels, idx([60_000], i => i % 10))
  put(names.testLabels, idx([10_000], i => 9 - i % 10))
})
beforeEach(() => {
  folder = join(aFolder(), 'data')
  mkdirSync(folder)
  for (const name of Object.values(names)) copyFileSync(join(sound, name), join(folder, name))
})

/** The refusal of a data set with one file replaced. */
async function refusalOf(name: string, bytes: Uint8Array): Promise<string> {
  put(name, bytes)
  const error = await readFashionMnist(folder).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(LabError)
  const { code, message } = error as LabError
  expect(message).toContain(name)
  return `${code} ${message}`
}

describe('a data set', () => {
  it('that is sound is read: train first and test after it, with a sum over everything', async () => {
    const data = await readFashionMnist(folder)
    expect(data.sizes).toEqual({ train: 60_000, test: 10_000 })
    expect(data.pixels).toHaveLength(70_000 * 784)
    expect([...data.pixels.subarray(0, 3), ...data.pixels.subarray(60_000 * 784, 60_000 * 784 + 3)]).toEqual([0, 1, 2, 7, 8, 9])
    expect([...data.labels.train.subarray(8, 12), ...data.labels.test.subarray(0, 2)]).toEqual([8, 9, 0, 1, 9, 8])
    expect(picturesOf(data, [60_000, 1]).subarray(783, 786)).toEqual(Uint8Array.of((783 + 7) % 256, 784 % 256, 785 % 256))

    put(names.testLabels, idx([10_000], i => i === 0 ? 3 : 9 - i % 10))
    const other = await readFashionMnist(folder)
    expect([data.sha256, other.sha256].every(sum => /^[0-9a-f]{64}$/.test(sum))).toBe(true)
    expect(other.sha256).not.toBe(data.sha256)
  })

  it('may lie there unpacked', async () => {
    put(names.testLabels, Buffer.concat([Buffer.of(0, 0, 8, 1, 0, 0, 0x27, 0x10), Buffer.alloc(10_000, 4)]))
    expect((await readFashionMnist(folder)).labels.test.every(label => label === 4)).toBe(true)
  })

  it.each(Object.values(names))('without %s is refused with the way to fetch it', async (name) => {
    rmSync(join(folder, name))
    await expect(readFashionMnist(folder)).rejects.toMatchObject({ code: 'E_IO' })
    await expect(readFashionMnist(folder)).rejects.toThrow(`${name} of Fashion-MNIST cannot be read from ${folder}. Run "npm run setup"`)
  })
})

describe('a file of it', () => {
  it.each<[string, string, () => Uint8Array, string]>([
    ['with one label too few', names.trainLabels, () => idx([59_999]), 'E_FORMAT .*holds 59999 values; Fashion-MNIST\'s has 60000'],
    ['with one image too few', names.testImages, () => idx([9999, 28, 28]), 'E_FORMAT .*holds 9999 × 28 × 28 values; .* 10000 × 28 × 28'],
    ['of pictures of another size', names.testImages, () => idx([10_000, 32, 32]), 'E_FORMAT .*10000 × 32 × 32'],
    ['that holds labels in place of images', names.testImages, () => idx([10_000]), 'E_FORMAT .*holds 10000 values; .* 10000 × 28 × 28'],
    ['that holds the other split', names.trainLabels, () => idx([10_000]), 'E_FORMAT .*holds 10000 values; .* 60000'],
    ['with an eleventh class', names.testLabels, () => idx([10_000], i => i === 77 ? 10 : 0), 'E_FORMAT .*label 10 at position 77; there are only 10 classes'],
    ['of floats', names.testLabels, () => gzipSync(Buffer.of(0, 0, 0x0D, 1, 0, 0, 0, 1, 0, 0, 0, 0)), 'E_UNSUPPORTED .*holds floats'],
    ['with sizes that overflow', names.testImages, () => gzipSync(Buffer.concat([Buffer.of(0, 0, 8, 3), Buffer.alloc(12, 255)])), 'E_TOO_BIG'],
    ['that is cut short', names.testImages, () => idx([10_000, 28, 28]).subarray(0, -20), 'E_TRUNCATED .*the gzip data ends too early'],
    ['of which a byte is wrong', names.testLabels, () => idx([10_000]).map((byte, i) => i === 30 ? byte ^ 255 : byte), 'E_FORMAT .*damaged'],
    ['that is a bomb', names.testLabels, () => gzipSync(Buffer.concat([Buffer.of(0, 0, 8, 1, 0, 0, 0x27, 0x10), Buffer.alloc(2 ** 24)])), 'E_TOO_BIG'],
    ['that is a page of the network\'s', names.trainImages, () => Buffer.from('<!doctype html>'), 'E_FORMAT .*not an IDX file'],
    ['that is empty', names.trainLabels, () => new Uint8Array(), 'E_TRUNCATED'],
  ])('%s (%s) is refused by its name', async (_, name, bytes, words) => {
    expect(await refusalOf(name, bytes())).toMatch(new RegExp(`^${words}`))
  })

  it('that is a folder is refused by its name', async () => {
    rmSync(join(folder, names.testLabels))
    mkdirSync(join(folder, names.testLabels))
    await expect(readFashionMnist(folder)).rejects.toThrow(names.testLabels)
  })
})
