/**
 * The default app of an Electron that came without one: it makes `electron <folder or file>` work, as Electron's own does. It runs inside
 * that Electron, never in the lab.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** Electron's own default app sets these two as well; its types leave them out. */
const shell = /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (app)

/**
 * What the command line asks for: modules to load first (`-r`), and the app.
 * @param {readonly string[]} args
 */
function readArguments(args) {
  const first = []
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? ''
    if (arg === '-r' || arg === '--require') first.push(args[i += 1] ?? '')
    else if (!arg.startsWith('-')) return { first, target: resolve(arg) }
  }
  return { first, target: '' }
}

/**
 * Gives the app the name and version of its package.json, and returns its main module.
 * @param {string} folder
 * @param {NodeJS.Require} require
 */
function adopt(folder, require) {
  const file = join(folder, 'package.json')
  const pkg = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  if (pkg.productName ?? pkg.name) app.setName(pkg.productName ?? pkg.name)
  if (pkg.version) shell.setVersion(pkg.version)
  if (process.platform === 'linux') app.setDesktopName(pkg.desktopName ?? `${app.getName()}.desktop`)
  return require.resolve(join(folder, pkg.main ?? 'index.js'))
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

const { first, target } = readArguments(process.argv.slice(1))
if (!target && process.argv.some(arg => arg === '-v' || arg === '--version')) {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
}
if (!target) refuse('Usage: electron [-r module] <folder of an app, or its main file>')
if (!existsSync(target)) refuse(`There is no app at ${target}.`)

const isFolder = statSync(target).isDirectory()
const root = isFolder ? target : dirname(target)
const require = createRequire(join(root, 'package.json'))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false })
const main = isFolder ? adopt(root, require) : target
shell.setAppPath(root)
for (const module of first) require(module)
try {
  await import(pathToFileURL(main).href) // awaited here, so that Electron's `ready` waits for the app's own main module
} catch (error) {
  console.error('The app threw an error while it was loaded:\n', error)
  process.exit(1)
}
