/** The files that the explorer saves, read back by what their formats say and by none of the app's code. */
import { inflateSync } from 'node:zlib'
import type { Rgb } from '../../src/shared/domain/latent/colours'

export interface PointRow {
  readonly id: number
  readonly label: number
  readonly name: string
  readonly error: number
  readonly latent: readonly number[]
}

export function readCsv(file: Buffer): readonly PointRow[] {
  const [header, ...lines] = file.toString('utf8').trimEnd().split('\n')
  const axes = header?.split(',').slice(4) ?? []
  if (header !== ['id', 'label', 'class', 'error', ...axes.map((_, k) => `z${k + 1}`)].join(',')) throw new Error(`an unknown header: ${header}`)
  return lines.map((line) => {
    const [id, label, name = '', error, ...latent] = line.split(',')
    if (latent.length !== axes.length) throw new Error(`a line of another length: ${line}`)
    return { id: Number(id), label: Number(label), name: JSON.parse(name) as string, error: Number(error), latent: latent.map(Number) }
  })
}

/** Rows of float32. */
export function readNpy(file: Buffer): { readonly shape: readonly number[], readonly values: Float32Array } {
  if (file.toString('latin1', 0, 8) !== '\x93NUMPY\x01\x00') throw new Error('no NPY file of version 1.0')
  const start = 10 + file.readUInt16LE(8)
  const header = file.toString('latin1', 10, start)
  const [, type, order, shape = ''] = /'descr': '(.+?)', 'fortran_order': (\w+), 'shape': \((.*?)\)/.exec(header) ?? []
  if (type !== '<f4' || order !== 'False' || start % 64 !== 0) throw new Error(`another header than numpy's: ${header}`)
  return { shape: shape.split(',').map(Number), values: new Float32Array(Uint8Array.from(file.subarray(start)).buffer) }
}

export interface Vertex {
  readonly place: readonly number[]
  readonly colour: readonly number[]
  readonly id: number
  readonly label: number
}

const plyHeader = /^ply\nformat binary_little_endian 1\.0\nelement vertex (\d+)\n((?:property .+\n)+)end_header\n/

export function readPly(file: Buffer): readonly Vertex[] {
  const [header, count = '', properties] = plyHeader.exec(file.toString('latin1', 0, 1000)) ?? []
  const expected = ['float x', 'float y', 'float z', 'uchar red', 'uchar green', 'uchar blue', 'int id', 'uchar label']
  if (!header || properties !== expected.map(text => `property ${text}\n`).join('')) throw new Error('another header than it should have')
  const body = file.subarray(header.length)
  if (body.length !== 20 * Number(count)) throw new Error(`${body.length} bytes are not ${count} vertices`)
  return Array.from({ length: Number(count) }, (_, i) => ({
    place: [0, 4, 8].map(offset => body.readFloatLE(20 * i + offset)),
    colour: [12, 13, 14].map(offset => body.readUInt8(20 * i + offset)),
    id: body.readInt32LE(20 * i + 15), label: body.readUInt8(20 * i + 19),
  }))
}

/** Its size, and how many pictures it has. */
export function readGif(file: Buffer): { readonly width: number, readonly height: number, readonly frames: number } {
  if (file.toString('latin1', 0, 6) !== 'GIF89a') throw new Error('no GIF')
  const tableOf = (flags: number) => flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0
  const pastBlocks = (at: number): number => {
    const length = file.readUInt8(at)
    return length === 0 ? at + 1 : pastBlocks(at + 1 + length)
  }
  let [at, frames] = [13 + tableOf(file.readUInt8(10)), 0]
  while (file.readUInt8(at) !== 0x3b) { // the trailer
    if (file.readUInt8(at) === 0x21) at = pastBlocks(at + 2) // an extension
    else {
      frames++
      at = pastBlocks(at + 11 + tableOf(file.readUInt8(at + 9)))
    }
  }
  return { width: file.readUInt16LE(6), height: file.readUInt16LE(8), frames }
}

/** A PNG of 8 bits a channel without interlacing; greys are colours, too. */
export function readPng(file: Buffer): { readonly width: number, readonly height: number, readonly colours: readonly Rgb[] } {
  const parts: Buffer[] = []
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)))
  }
  const [width, height, channels] = [file.readUInt32BE(16), file.readUInt32BE(20), { 0: 1, 2: 3, 6: 4 }[file.readUInt8(25)] ?? 0]
  const raw = inflateSync(Buffer.concat(parts))
  const stride = channels * width
  const pixels = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : pixels[y * stride + x - channels] ?? 0
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + x] ?? 0
      const corner = x < channels || y === 0 ? 0 : pixels[(y - 1) * stride + x - channels] ?? 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  const channelOf = (i: number, channel: number) => pixels[channels * i + (channels < 3 ? 0 : channel)] ?? 0
  return { width, height, colours: Array.from({ length: width * height }, (_, i) => [channelOf(i, 0), channelOf(i, 1), channelOf(i, 2)]) }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
