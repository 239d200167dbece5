/** From an address under app://lab/ to a file inside the built page's folder, and to nothing else. */
import { realpathSync } from 'node:fs'
import { extname, isAbsolute, join, relative, sep } from 'node:path'
import { LabError } from '@shared/errors'

/** What the page may consist of; any other kind of file is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface Asset {
  readonly file: string
  readonly contentType: string
}

const longestPath = 1024

/** Finds the file; E_PATH_ESCAPE for addresses that are none of ours or leave the folder, E_IO where nothing is. */
export function findAsset(root: string, address: string): Asset {
  const path = pathOf(address)
  const contentType = contentTypes[extname(path.slice(path.lastIndexOf('/')))]
  if (!contentType) throw new LabError('E_IO', 'No file of the window has this name.')
  return { file: contained(root, join(root, path)), contentType }
}

/** The decoded path of an address, `/` being the page itself. */
function pathOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'app:' || url.host !== 'lab' || url.username || url.password) throw escape()
  if (url.pathname.length > longestPath) throw escape()
  const path = decoded(url.pathname)
  // After one decoding a name has no further escape, no other system's separator and no way up.
  if (/[%\\\0]/.test(path) || path.includes('//') || path.split('/').includes('..')) throw escape()
  return path === '/' ? '/index.html' : path
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw escape()
  }
}

/** The real path of a file, links followed, if it lies in the folder. */
function contained(root: string, file: string): string {
  const real = realPath(file)
  const inside = relative(realPath(root), real)
  if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..') throw escape()
  return real
}

function realPath(file: string): string {
  try {
    return realpathSync(file)
  } catch (error) {
    throw new LabError('E_IO', 'No file of the window has this name.', { cause: error })
  }
}

function escape(): LabError {
  return new LabError('E_PATH_ESCAPE', 'This address leads out of the window\'s own files.')
}
