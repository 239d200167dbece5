import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findAsset } from '../../../src/main/assets'
import { LabError } from '../../../src/shared/errors'

const folder = mkdtempSync(join(tmpdir(), 'lab-assets-'))
const root = join(folder, 'page')

beforeAll(() => {
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'page-of-another'))
  for (const name of ['page/index.html', 'page/assets/a.js', 'page/assets/ü b.css', 'page/assets/run.sh', 'secret.js', 'page-of-another/x.js'])
    writeFileSync(join(folder, name), name)
  symlinkSync(join(folder, 'secret.js'), join(root, 'assets/link.js'))
  symlinkSync(folder, join(root, 'up'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function codeOf(address: string): string {
  try {
    return findAsset(root, address).file
  } catch (error) {
    return error instanceof LabError ? error.code : String(error)
  }
}

describe('the window\'s files', () => {
  it.each([
    ['app://lab/', 'index.html', 'text/html; charset=utf-8'],
    ['app://lab/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://lab/assets/a.js?v=1#top', 'assets/a.js', 'text/javascript; charset=utf-8'],
    ['app://lab/assets/%C3%BC%20b.css', 'assets/ü b.css', 'text/css; charset=utf-8'],
    ['app://lab/assets/../index.html', 'index.html', 'text/html; charset=utf-8'], // the address itself is resolved before it is read
  ])('%s is %s', (address, file, contentType) => {
    expect(findAsset(root, address)).toEqual({ file: join(root, file), contentType })
  })

  it.each([
    'app://lab/..%2fsecret.js', 'app://lab/%2e%2e%2fsecret.js', 'app://lab/assets/..%2f..%2fsecret.js', 'app://lab/..%5csecret.js', 'app://lab/..\\secret.js%5c',
    'app://lab/%252e%252e%252fsecret.js', 'app://lab//secret.js', 'app://lab/%2fetc/hosts.js', 'app://lab/a%00.js',
    'app://lab/assets%2f..%2findex.html', 'app://lab/..%2fpage-of-another/x.js', 'app://lab/assets/link.js', 'app://lab/up/secret.js', 'app://lab/%ff.js', 'app://lab/%.js',
    'app://evil/index.html', 'app://lab:1/index.html', 'app://u:p@lab/index.html', 'file:///etc/hosts.js', 'http://lab/index.html', '', 'index.html',
    `app://lab/${'a'.repeat(2000)}.js`,
  ])('refuses %s', (address) => {
    expect(codeOf(address)).toBe('E_PATH_ESCAPE')
  })

  it.each(['app://lab/missing.js', 'app://lab/%00/../secret.js', 'app://lab/assets', 'app://lab/assets/', 'app://lab/assets/run.sh', 'app://lab/.env', 'app://lab/etc/passwd', 'app://lab/assets/a.js/'])(
    'has nothing at %s', address => expect(codeOf(address)).toBe('E_IO'))
})
