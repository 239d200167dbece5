/** The .deb in a Debian that has never seen it: installed, used by somebody ordinary in Chromium's sandbox, upgraded, purged. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { limits } from '../../scripts/package/limits.mjs'
import { root } from '../support/apps'
import { CleanDebian } from '../support/cleanDebian'
import { trainAndDecode } from '../support/journey'
import { openWindow } from '../support/overCdp'
import type { OpenWindow } from '../support/overCdp'
import { packaged } from '../support/packaged'
import { comesUp } from '../support/shippedApp'

test.describe.configure({ mode: 'serial' })

let debian: CleanDebian
let kept = ''
const runs = () => join(debian.folder, 'home/tester/.config/LatentLab/runs')
/** What differs from the installed executable in the one byte that lets a test drive its window (test/packaged/fuses.spec.ts). */
const forTests = 'opt/LatentLab/latent-lab-for-tests'
const environment = { PATH: process.env['PATH'] }
const open = (): Promise<OpenWindow> => openWindow(debian.asTester(`/${forTests}`), environment)

test.beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error('This check makes a system of its own, for which it has to be run by root.')
  debian = new CleanDebian()
})

test.afterAll(() => debian.remove())

test('is handed out beside its sum, with the other packages and the list of parts', () => {
  const dist = join(root, 'dist')
  const checked = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: dist, encoding: 'utf8' }).trimEnd().split('\n')
  const handedOut = readdirSync(dist).filter(name => /\.(?:deb|xz|AppImage|rpm)$/.test(name) || name === 'sbom.cdx.json')
  expect(handedOut.some(name => name.endsWith('.deb'))).toBe(true)
  expect(checked.sort()).toEqual(handedOut.map(name => `${name}: OK`).sort())
})

test('installs with all that it depends on, and nothing more', () => {
  const [name] = readdirSync(join(root, 'dist')).filter(file => file.endsWith('.deb'))
  if (!name) throw new Error('There is no package: run "npm run package" first.')
  copyFileSync(join(root, 'dist', name), join(debian.folder, 'tmp/latent-lab.deb'))
  debian.run('apt-get', 'update', '--quiet')
  debian.run('apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', '/tmp/latent-lab.deb')
  expect(debian.run('dpkg', '--verify', 'latent-lab')).toBe('')
  expect(debian.run('latent-lab', '--no-sandbox', '--verify-install')).toMatch(/files are as they were packed/)
  expect(debian.run('sh', '-c', 'grep -rl no-sandbox /usr/share/applications/latent-lab.desktop /usr/bin/latent-lab || true')).not.toContain('.desktop')
})

test('knows its runs by their names, and opens them', () => {
  expect(debian.run('grep', '--max-count=1', 'MimeType', '/usr/share/applications/latent-lab.desktop')).toContain('application/x-latent-lab-run;')
  expect(debian.run('grep', '--max-count=1', 'Exec', '/usr/share/applications/latent-lab.desktop')).toMatch(/latent-lab %U$/m)
  expect(debian.run('cat', '/usr/share/mime/packages/latent-lab.xml')).toContain('<glob pattern="*.run.tar"/>')
  // What the desktop reads: made of all packages' files when one is installed.
  expect(debian.run('cat', '/usr/share/mime/globs2')).toContain('application/x-latent-lab-run:*.run.tar')
})

test('its desktop entry and metainfo are valid', () => {
  debian.run('apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', 'desktop-file-utils', 'appstream')
  expect(debian.run('desktop-file-validate', '/usr/share/applications/latent-lab.desktop')).toBe('')
  expect(debian.run('appstreamcli', 'validate', '--no-net', '--no-color', '/usr/share/metainfo/latent-lab.metainfo.xml')).toContain('Validation was successful')
})

test('is no larger than it may be', () => {
  const kibibytes = debian.run('dpkg-query', '--show', '--showformat=${Installed-Size}', 'latent-lab')
  const sizes = { package: statSync(join(debian.folder, 'tmp/latent-lab.deb')).size, installed: 1024 * Number(kibibytes) }
  const mega = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
  console.log(`The .deb has ${mega(sizes.package)} of at most ${mega(limits.package)}; installed it takes ${mega(sizes.installed)} of at most ${mega(limits.installed)}.`)
  expect(sizes.package).toBeLessThanOrEqual(limits.package)
  expect(sizes.installed).toBeLessThanOrEqual(limits.installed)
})

test('comes with its licence and what it owes others', () => {
  expect(debian.run('cat', '/usr/share/doc/latent-lab/LICENSE')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  expect(debian.run('head', '--lines=1', '/usr/share/doc/latent-lab/copyright')).toContain('made with the work of others')
})

test('somebody ordinary starts it, in the sandbox', async () => {
  const { renderer, left } = await comesUp(debian.asTester('latent-lab'), environment, join(debian.folder, 'home/tester/.config/LatentLab'))
  expect(renderer.command).not.toContain('no-sandbox')
  expect(renderer.status).toMatch(/^Seccomp:\s+2$/m)
  expect(renderer.status).toMatch(/^NoNewPrivs:\s+1$/m)
  expect(left).toEqual([])
})

test('somebody ordinary trains an epoch and decodes a point', async () => {
  copyFileSync(packaged.forTests, join(debian.folder, forTests))
  const app = await open()
  await trainAndDecode(app.page)
  expect(await app.quit()).toEqual([])
  kept = hashOf(runs())
})

test('an upgrade keeps the runs, and they are shown', async () => {
  debian.run('apt-get', 'install', '--yes', '--quiet', '--reinstall', '/tmp/latent-lab.deb')
  expect(hashOf(runs())).toBe(kept)
  const app = await open()
  await app.page.getByTestId('nav-runs').click()
  await expect(app.page.getByTestId('runs-count')).toContainText('1')
  expect(await app.quit()).toEqual([])
})

test('a purge leaves the user\'s runs and nothing else', () => {
  rmSync(join(debian.folder, forTests))
  const own = debian.run('dpkg', '--listfiles', 'latent-lab').split('\n').map(path => path.slice(1)).filter(Boolean)
  const files = own.filter(path => statSync(join(debian.folder, path)).isFile())
  const before = debian.files()
  const keptNow = hashOf(runs())
  debian.run('apt-get', 'purge', '--yes', '--quiet', 'latent-lab')
  const after = debian.files()
  expect(files.filter(path => after.has(path))).toEqual([])
  expect([...after].filter(path => !before.has(path))).toEqual([])
  expect([...after].filter(path => /latent-?lab/i.test(path))).toEqual([])
  expect(existsSync(join(debian.folder, 'opt/LatentLab'))).toBe(false)
  expect(hashOf(runs())).toBe(keptNow)
})

function hashOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const hash = createHash('sha256')
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}
