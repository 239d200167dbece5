/** Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), read from its four files and held as bytes. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { classNames, imagePixels, imageSide, splitSizes, splits } from '@shared/domain/image'
import type { Split } from '@shared/domain/image'
import { LabError } from '@shared/errors'
import { parseIdx } from './idx'
import type { Idx } from './idx'

export interface DataSet {
  /** All images, train first and test after it: (70,000, 784). */
  readonly pixels: Uint8Array
  readonly labels: Readonly<Record<Split, Uint8Array>>
  readonly sizes: Readonly<Record<Split, number>>
  /** Of the pixels and then the labels, in hexadecimal. */
  readonly sha256: string
}

const files = {
  train: { images: 'train-images-idx3-ubyte.gz', labels: 'train-labels-idx1-ubyte.gz' },
  test: { images: 't10k-images-idx3-ubyte.gz', labels: 't10k-labels-idx1-ubyte.gz' },
} as const

/** Reads the four files of `folder`; a file that is missing, damaged or not what it claims to be is an error that names it. */
export async function readFashionMnist(folder: string): Promise<DataSet> {
  const [train, test] = await Promise.all(splits.map(split => readSplit(folder, split)))
  if (!train || !test) throw new LabError('E_INTERNAL', 'A split is missing.')
  const pixels = new Uint8Array(train.images.length + test.images.length)
  pixels.set(train.images)
  pixels.set(test.images, train.images.length)
  return {
    pixels,
    labels: { train: train.labels, test: test.labels },
    sizes: { train: train.labels.length, test: test.labels.length },
    sha256: createHash('sha256').update(pixels).update(train.labels).update(test.labels).digest('hex'),
  }
}

/** The bytes of images by number; test images are numbered from the end of train. */
export function picturesOf(data: DataSet, indices: ArrayLike<number>): Uint8Array {
  const pictures = new Uint8Array(indices.length * imagePixels)
  for (let i = 0; i < indices.length; i++) {
    const start = (indices[i] ?? 0) * imagePixels
    pictures.set(data.pixels.subarray(start, start + imagePixels), i * imagePixels)
  }
  return pictures
}

async function readSplit(folder: string, split: Split): Promise<{ images: Uint8Array, labels: Uint8Array }> {
  const [images, labels] = await Promise.all([read(folder, files[split].images), read(folder, files[split].labels)])
  const count = splitSizes[split]
  expectShape(images, [count, imageSide, imageSide], files[split].images)
  expectShape(labels, [count], files[split].labels)
  const strange = labels.values.findIndex(label => label >= classNames.length)
  if (strange >= 0)
    throw new LabError('E_FORMAT', `${files[split].labels}: label ${labels.values[strange]} at position ${strange}; there are only 10 classes.`)
  return { images: images.values, labels: labels.values }
}

async function read(folder: string, name: string): Promise<Idx> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(join(folder, name))
  } catch (error) {
    throw new LabError('E_IO', `${name} of Fashion-MNIST cannot be read from ${folder}. Run "npm run setup" to fetch it.`, { cause: error })
  }
  return parseIdx(bytes, name)
}

function expectShape({ shape }: Idx, expected: readonly number[], name: string): void {
  if (shape.join() === expected.join()) return
  throw new LabError('E_FORMAT', `${name}: holds ${shape.join(' × ')} values; Fashion-MNIST's has ${expected.join(' × ')}.`)
}
