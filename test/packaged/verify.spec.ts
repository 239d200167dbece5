/** `latent-lab --verify-install` tells of a single flipped bit wherever something is run from. */
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { copyOfShipped, packaged, replaceFile, runWithoutDisplay } from '../support/packaged'

const spoilt = [
  'resources/app.asar', 'resources/app.asar.unpacked/native/tfjs_binding.node', 'resources/tf/libtensorflow_framework.so.2', 'chrome_100_percent.pak',
  'icudtl.dat', 'libffmpeg.so', 'locales/ko.pak', 'resources/THIRD_PARTY_NOTICES.txt',
]
/** The one file that nothing is said about, because it says it of the others. */
const list = 'resources/SHA256SUMS'

test('every file that is installed is looked at, but the list itself', () => {
  const installed = readdirSync(dirname(packaged.shipped), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(dirname(packaged.shipped).length + 1))
  const listed = readFileSync(join(dirname(packaged.shipped), list), 'utf8').trimEnd().split('\n').map(line => line.slice(66))
  expect(listed.sort()).toEqual(installed.filter(file => file !== list).sort())
  expect(listed).toEqual(expect.arrayContaining(spoilt))
})

test('an app as it was packed is told so', () => {
  const { text, code } = runWithoutDisplay(packaged.shipped, ['--verify-install'])
  expect(text).toMatch(/^\d+ files are as they were packed\.$/m)
  expect(code).toBe(0)
})

test('a flipped bit in each kind of file, and a file that is gone, are told by name', () => {
  const copy = copyOfShipped()
  for (const file of spoilt) replaceFile(join(copy.folder, file), flipOneBit)
  rmSync(join(copy.folder, 'resources/data/fashion-mnist/t10k-labels-idx1-ubyte.gz'))
  const { text, code } = runWithoutDisplay(copy.executable, ['--verify-install'])
  for (const file of spoilt) expect(text).toContain(`${file} is not as it was packed.`)
  expect(text).toContain('resources/data/fashion-mnist/t10k-labels-idx1-ubyte.gz cannot be read')
  expect(text).toMatch(new RegExp(`^${spoilt.length + 1} of \\d+ files are damaged`, 'm'))
  expect(code).toBe(1)
  copy.remove()
})

/** In the asar in the middle of a font, without which the app can be opened; elsewhere at the end. */
function flipOneBit(bytes: Buffer): void {
  const font = bytes.indexOf('wOF2')
  const place = font < 0 ? bytes.length - 1 : font + 1000
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
}
