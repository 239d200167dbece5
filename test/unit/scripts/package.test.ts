import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import configuration from '../../../electron-builder.config.mjs'
import { environmentFor } from '../../../scripts/package/builder.mjs'
import { control, readArguments } from '../../../scripts/package/fpmDeb.mjs'
import { shippedFuses } from '../../../scripts/package/fuses.mjs'
import { icns, ico } from '../../../scripts/package/icons.mjs'
import { shippedOnly } from '../../../scripts/package/sbom.mjs'
import { filesOfInstallation, installedSums, writeSums } from '../../../scripts/package/sums.mjs'
import { readFuses, setEveryFuse } from '../../../scripts/setup/fuses.mjs'

describe('the stand-in for fpm', () => {
  const { options, files } = readArguments([
    '-s', 'dir', '--force', '-t', 'deb', '-d', 'libx11-xcb1', '-d', 'libgtk-3-0t64 | libgtk-3-0', '--architecture', 'amd64', '--name', 'lab',
    '--version', '1.2.3', '--maintainer', 'A <a@b.invalid>', '--description', 'A lab\n It trains.', '/tmp/a=b/=/opt/Lab',
  ])

  it('reads a mapping at its last equals sign', () => {
    expect(files).toEqual([{ from: '/tmp/a=b/', to: '/opt/Lab' }])
  })

  it('describes the package as Debian wants it, without empty fields', () => {
    expect(control(options, 42)).toBe(`Package: lab
Version: 1.2.3
Architecture: amd64
Maintainer: A <a@b.invalid>
Installed-Size: 42
Depends: libx11-xcb1, libgtk-3-0t64 | libgtk-3-0
Section: misc
Priority: optional
Description: A lab
 It trains.
`)
  })
})

describe('the fuses of a shipped app', () => {
  const executable = (wire: string) => Buffer.from(`ELF dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01${String.fromCharCode(wire.length)}${wire} rest`, 'latin1')
  const burnt = (wire: string, build: Parameters<typeof shippedFuses>[0]) => {
    const bytes = executable(wire)
    setEveryFuse(bytes, shippedFuses(build))
    return readFuses(bytes)
  }

  it('are closed, but for the two that close something themselves', () => {
    expect(burnt('111111111', { linux: true })).toBe('000001001')
    expect(burnt('111111111', { linux: false })).toBe('000011001')
    expect(burnt('11111111', { linux: true })).toBe('00000100') // older Electrons have eight
  })

  it('differ in the inspector alone where the app is tested', () => {
    expect(burnt('111111111', { linux: true, inspect: true })).toBe('000101001')
  })

  it('must all be decided: a new Electron\'s new fuse stops the packaging', () => {
    expect(() => burnt('1111111111', { linux: true })).toThrow('number 9')
  })
})

describe('the AppImage', () => {
  it('has a desktop entry that leaves the sandbox on', async () => {
    const { default: AppImageTarget } = createRequire(createRequire(import.meta.url).resolve('electron-builder'))('app-builder-lib/out/targets/appimage/AppImageTarget')
    let command = ''
    const helper = { computeDesktopEntry: (_options: unknown, exec: string) => (command = exec) }
    const packager = { config: configuration, platformSpecificBuildOptions: configuration.linux, appInfo: { buildVersion: '1' } }
    await new AppImageTarget('', packager, helper, '').desktopEntry.value
    expect(command).toBe('AppRun %U')
  })
})

describe('electron-builder\'s environment', () => {
  const environment = (...targets: string[]) => environmentFor('/lab', targets, '')
  beforeEach(() => vi.stubEnv('ELECTRON_BUILDER_BINARIES_MIRROR', undefined))
  afterEach(() => vi.unstubAllEnvs())

  it.each([['dir'], ['deb', 'tar.xz']])('lets nothing be downloaded for what is made here: %s', (...targets) => {
    expect(environment(...targets)).toMatchObject({ CUSTOM_FPM_PATH: '/lab/scripts/package/fpmDeb.mjs', ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:9/' })
  })

  it.each([['AppImage'], ['AppImage', 'rpm'], ['deb', 'rpm']])('lets the tools of %s, %s be downloaded', (...targets) => {
    expect(environment(...targets)).not.toHaveProperty('ELECTRON_BUILDER_BINARIES_MIRROR')
  })

  it('leaves an .rpm to fpm itself, whatever is made beside it', () => {
    expect(environment('deb', 'rpm')).not.toHaveProperty('CUSTOM_FPM_PATH')
    expect(environment('deb', 'AppImage')).toHaveProperty('CUSTOM_FPM_PATH')
  })
})

describe('icons', () => {
  const png = Buffer.from('picture')

  it('says in an .ico where each picture begins, and 256 as 0', () => {
    const file = ico([{ size: 16, png }, { size: 256, png }])
    expect([...file.subarray(0, 8)]).toEqual([0, 0, 1, 0, 2, 0, 16, 16])
    expect(file[22]).toBe(0)
    expect(file.subarray(file.readUInt32LE(34)).toString()).toBe('picture')
  })

  it('says in an .icns how long all of it is', () => {
    const file = icns([{ type: 'ic07', png }])
    expect(file.toString('latin1', 0, 4)).toBe('icns')
    expect(file.readUInt32BE(4)).toBe(file.length)
    expect(file.toString('latin1', 8, 12)).toBe('ic07')
  })
})

describe('lists of sums', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lab-sums-'))
    mkdirSync(join(folder, 'resources'))
    for (const [name, text] of [['app', 'an app'], ['resources/a b.txt', 'text'], [installedSums, 'an older list']] as const) writeFileSync(join(folder, name), text)
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const check = () => execFileSync('sha256sum', ['--check', '--strict', installedSums], { cwd: folder, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } })

  it('name every file but themselves, and sha256sum agrees until a file changes', async () => {
    const files = await filesOfInstallation(folder)
    expect(files).toEqual(['app', 'resources/a b.txt'])
    await writeSums(folder, files, join(folder, installedSums))
    expect(check()).toBe('app: OK\nresources/a b.txt: OK\n')
    writeFileSync(join(folder, 'app'), 'an ape')
    expect(check).toThrow('1 computed checksum did NOT match')
  })
})

it('lists as parts what is shipped, without where it was fetched from', () => {
  const part = (name: string) => ({ name, version: '1', externalReferences: [{ type: 'distribution' }, { type: 'website' }], properties: [{ name: 'cdx:npm:package:development', value: 'true' }] })
  const sbom = shippedOnly({ components: [part('vue'), part('eslint')], dependencies: [] }, new Set(['vue@1']), [{ name: 'electron', version: '45' }])
  expect(sbom).toEqual({ components: [{ name: 'vue', version: '1', externalReferences: [{ type: 'website' }] }, { name: 'electron', version: '45' }] })
})
