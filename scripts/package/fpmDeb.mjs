#!/usr/bin/env node
/**
 * Stands in for fpm, which no package registry carries: builds a .deb with dpkg-deb out of the arguments that electron-builder gives fpm. So the
 * same configuration makes the same package where fpm is.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * @typedef {object} Wish
 * @property {Map<string, string[]>} options by their long or short name
 * @property {{ from: string, to: string }[]} files a folder's contents, or one file
 */

const flags = ['force', 'debug']

/** fpm's options and the names of dpkg's scripts. */
const scripts = { 'before-install': 'preinst', 'after-install': 'postinst', 'before-remove': 'prerm', 'after-remove': 'postrm' }

/**
 * @param {readonly string[]} args
 * @returns {Wish}
 */
export function readArguments(args) {
  /** @type {Wish} */
  const wish = { options: new Map(), files: [] }
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const key = arg.replace(/^-+/, '')
    if (!arg.startsWith('-')) wish.files.push(mapping(arg))
    else if (!flags.includes(key)) wish.options.set(key, [...wish.options.get(key) ?? [], left.shift() ?? ''])
  }
  return wish
}

/** @param {string} text `from=to` */
function mapping(text) {
  const at = text.lastIndexOf('=')
  return { from: text.slice(0, at), to: text.slice(at + 1) }
}

/**
 * The package's own description of itself.
 * @param {Wish['options']} options
 * @param {number} size of what is installed, in KiB
 */
export function control(options, size) {
  const one = /** @param {string} key */ key => options.get(key)?.at(-1) ?? ''
  const [summary = '', ...body] = one('description').split('\n').map(line => line.trim()).filter(Boolean)
  const fields = {
    'Package': one('name'),
    'Version': one('version') + (one('iteration') && `-${one('iteration')}`),
    'Architecture': one('architecture') === 'x86_64' ? 'amd64' : one('architecture'),
    'Maintainer': one('maintainer'),
    'Installed-Size': String(size),
    'Depends': (options.get('d') ?? []).join(', '),
    'Recommends': (options.get('deb-recommends') ?? []).join(', '),
    'Section': one('category') || 'misc',
    'Priority': one('deb-priority') || 'optional',
    'Homepage': one('url'),
    'Description': [summary, ...body.map(line => ` ${line}`)].join('\n'),
  }
  return Object.entries(fields).filter(([, value]) => value).map(([key, value]) => `${key}: ${value}\n`).join('')
}

/**
 * Hard links where it can: the app is large, and only read.
 * @param {string} from
 * @param {string} to
 */
function place(from, to) {
  const seen = statSync(from)
  if (seen.isDirectory()) {
    mkdirSync(to, { recursive: true, mode: 0o755 })
    for (const name of readdirSync(from)) place(join(from, name), join(to, name))
    return
  }
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  if (seen.mode & 0o44) {
    try { return linkSync(from, to) } catch { /* another file system */ }
  }
  copyFileSync(from, to)
  chmodSync(to, seen.mode & 0o111 ? 0o755 : 0o644)
}

/** @param {Wish} wish */
function build({ options, files }) {
  const one = /** @param {string} key */ key => options.get(key)?.at(-1) ?? ''
  if (one('s') !== 'dir' || one('t') !== 'deb') throw new Error(`Only dir to deb can be built here, not ${one('s')} to ${one('t')}: install fpm.`)
  const folder = mkdtempSync(join(dirname(one('package')), '.deb-'))
  try {
    chmodSync(folder, 0o755)
    for (const { from, to } of files) place(from, join(folder, to))
    const size = Number(execFileSync('du', ['--summarize', '--block-size=1K', '--apparent-size', folder], { encoding: 'utf8' }).split('\t')[0])
    mkdirSync(join(folder, 'DEBIAN'), { mode: 0o755 })
    writeFileSync(join(folder, 'DEBIAN/control'), control(options, size), { mode: 0o644 })
    for (const [option, name] of Object.entries(scripts)) if (one(option)) placeScript(one(option), join(folder, 'DEBIAN', name))
    execFileSync('dpkg-deb', ['--root-owner-group', ...compression(one), '--build', folder, one('package')], { stdio: 'inherit' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function placeScript(from, to) {
  copyFileSync(from, to)
  chmodSync(to, 0o755)
}

/** @param {(key: string) => string} one */
function compression(one) {
  const kind = { gz: 'gzip', zst: 'zstd' }[one('deb-compression')] ?? (one('deb-compression') || 'xz')
  return [`-Z${kind}`, ...one('deb-compression-level') ? [`-z${one('deb-compression-level')}`] : []]
}

if (process.argv[1] === import.meta.filename) build(readArguments(process.argv.slice(2)))
