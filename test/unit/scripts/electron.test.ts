import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { officialElectron, officialIsReachable, registryHasElectron, targetOf } from '../../../scripts/setup/electron.mjs'
import { setFuses } from '../../../scripts/setup/fuses.mjs'
import { temporaryFolder } from './temporary'

const marker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

function executable(wire: string): Buffer {
  return Buffer.concat([Buffer.from(`ELF…${marker}`), Buffer.from([1, wire.length]), Buffer.from(`${wire}…`)])
}

describe('fuses', () => {
  it('are set by name, the others left alone', () => {
    const bytes = executable('100000r0')
    setFuses(bytes, { RunAsNode: false, EnableNodeCliInspectArguments: true })
    expect(bytes.equals(executable('000100r0'))).toBe(true)
  })

  it('are refused when unknown, or newer than this Electron', () => {
    expect(() => setFuses(executable('10000000'), { Sparkle: true })).toThrow('no fuse Sparkle')
    expect(() => setFuses(executable('1000'), { GrantFileProtocolExtraPrivileges: false })).toThrow('no fuse GrantFileProtocolExtraPrivileges')
    expect(() => setFuses(Buffer.from('ELF'), {})).toThrow('not an Electron')
  })
})

describe('the registry\'s Electron', () => {
  it('leaves out the app that it was wrapped in, and has Electron\'s names', () => {
    expect(['Cypress/Cypress', 'Cypress/libEGL.so', 'Cypress/LICENSE.electron.txt'].map(targetOf)).toEqual(['electron', 'libEGL.so', 'LICENSE'])
    expect(['Cypress/resources/app/index.js', 'Cypress/browser_v8_context_snapshot.bin'].map(targetOf)).toEqual([null, null])
  })

  it('exists for Linux on x64 only', () => {
    expect(registryHasElectron({ platform: 'linux', arch: 'x64' } as NodeJS.Process)).toBe(true)
    expect(registryHasElectron({ platform: 'darwin', arch: 'arm64' } as NodeJS.Process)).toBe(false)
  })
})

describe('the official Electron', () => {
  function checkout(distVersion: string | null): string {
    const root = temporaryFolder()
    const home = join(root, 'node_modules', 'electron')
    mkdirSync(join(home, 'dist'), { recursive: true })
    writeFileSync(join(home, 'package.json'), '{ "version": "45.4.1" }')
    writeFileSync(join(home, 'path.txt'), 'electron')
    if (distVersion) writeFileSync(join(home, 'dist', 'version'), distVersion)
    return root
  }

  it('is the one that the npm package names', async () => {
    const root = checkout('v45.4.1\n')
    expect(await officialElectron(root)).toMatchObject({ version: '45.4.1', executable: join(root, 'node_modules/electron/dist/electron') })
  })

  it.each([null, '44.0.0'])('is missing when its folder says %s', async (version) => {
    expect(await officialElectron(checkout(version))).toBeNull()
  })

  it('is out of reach where its server does not answer, unless it was downloaded before', async () => {
    const root = checkout(null)
    const site = { mirror: 'http://127.0.0.1:9/', timeout: 500 }
    expect(await officialIsReachable(root, join(root, 'downloads'), site)).toBe(false)
    mkdirSync(join(root, 'downloads', 'abc'), { recursive: true })
    writeFileSync(join(root, 'downloads', 'abc', `electron-v45.4.1-${process.platform}-${process.arch}.zip`), '')
    expect(await officialIsReachable(root, join(root, 'downloads'), site)).toBe(true)
  })
})
