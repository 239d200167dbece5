/**
 * `node scripts/package/icons.mjs` draws resources/icon.svg in every size that systems ask for, with rsvg-convert (Debian: librsvg2-bin). What it
 * makes is committed, so packaging does not need it. An .ico and an .icns are both a short table before ordinary PNGs.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../launch/command.mjs'
import { run } from '../setup/tool.mjs'

const folder = join(root, 'resources/icons')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const icoSizes = [16, 24, 32, 48, 64, 128, 256]

/** Apple's names of the sizes that take PNGs. */
const icnsTypes = /** @type {const} */ ([['icp4', 16], ['icp5', 32], ['icp6', 64], ['ic07', 128], ['ic08', 256], ['ic09', 512], ['ic10', 1024]])

/**
 * Microsoft's: 6 bytes, 16 for each picture, the pictures.
 * @param {readonly { size: number, png: Buffer }[]} pictures
 */
export function ico(pictures) {
  const table = Buffer.alloc(6 + 16 * pictures.length)
  table.writeUInt16LE(1, 2)
  table.writeUInt16LE(pictures.length, 4)
  let offset = table.length
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index
    table.set([size % 256, size % 256], at) // 256 is written as 0
    table.writeUInt16LE(1, at + 4)
    table.writeUInt16LE(32, at + 6)
    table.writeUInt32LE(png.length, at + 8)
    table.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([table, ...pictures.map(({ png }) => png)])
}

/**
 * Apple's: a name and a length before the whole and before each picture.
 * @param {readonly { type: string, png: Buffer }[]} pictures
 */
export function icns(pictures) {
  const parts = pictures.map(({ type, png }) => chunk(type, png))
  return chunk('icns', Buffer.concat(parts))
}

/**
 * @param {string} name
 * @param {Buffer} body
 */
function chunk(name, body) {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(8 + body.length, 4)
  return Buffer.concat([head, body])
}

/** @returns {Promise<Map<number, Buffer>>} a PNG of each size */
async function draw() {
  const work = await mkdtemp(join(tmpdir(), 'icons-'))
  const pngs = new Map()
  for (const size of sizes) {
    const file = join(work, `${size}.png`)
    await run('rsvg-convert', ['--width', String(size), '--height', String(size), '--output', file, join(root, 'resources/icon.svg')])
    pngs.set(size, await readFile(file))
  }
  await rm(work, { recursive: true })
  return pngs
}

if (process.argv[1] === import.meta.filename) {
  const pngs = await draw()
  const png = /** @param {number} size */ size => pngs.get(size) ?? Buffer.alloc(0)
  await mkdir(folder, { recursive: true })
  for (const size of sizes) await writeFile(join(folder, `${size}x${size}.png`), png(size))
  await writeFile(join(root, 'resources/icon.ico'), ico(icoSizes.map(size => ({ size, png: png(size) }))))
  await writeFile(join(root, 'resources/icon.icns'), icns(icnsTypes.map(([type, size]) => ({ type, png: png(size) }))))
}
