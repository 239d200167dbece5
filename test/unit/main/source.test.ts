/** Rules of the security checklist which the source itself must keep. */
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(ts|vue|html)$/.test(entry.name))
  .map(({ parentPath, name }) => ({ file: join(parentPath, name).slice(root.length + 1), text: readFileSync(join(parentPath, name), 'utf8') }))

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)
}

describe('the source', () => {
  it('is what is read', () => {
    expect(sources.map(({ file }) => basename(file))).toEqual(expect.arrayContaining(['index.ts', 'index.html', 'App.vue']))
  })

  it.each([
    ['a switch of Chromium', /appendSwitch|appendArgument/],
    ['experimental or loosened web preferences', /experimentalFeatures|enableBlinkFeatures|allowRunningInsecureContent|webSecurity|allowpopups|enableRemoteModule/],
    ['Node in a page, or a page without walls', /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webviewTag: true/],
    ['a webview', /<webview/],
    ['a loosened scheme', /bypassCSP|corsEnabled|allowServiceWorkers/],
    ['an address opened outside', /openExternal/],
    ['a transfer list of buffers', /postMessage\([^)]*\.buffer\]/],
    ['code from strings', /\beval\(|new Function\(|v-html|\.innerHTML|insertAdjacentHTML|document\.write/],
  ])('has nowhere %s', (_name, pattern) => {
    expect(filesWith(pattern)).toEqual([])
  })

  it.each([
    ['ipcMain', /\bipcMain\b/, ['src/main/door.ts']],
    ['ipcRenderer', /\bipcRenderer\b/, ['src/preload/index.ts']],
    ['webUtils', /\bwebUtils\b/, ['src/preload/index.ts']],
    ['contextBridge', /\bcontextBridge\b/, ['src/preload/index.ts']],
    ['openPath', /\bopenPath\b/, ['src/main/showLogs.ts']],
    ['a flag against the sandbox', /no-sandbox/, ['src/main/switches.ts']], // which tells of it
    ['crash data', /\bcrashReporter\.start\(\{ uploadToServer: false \}\)/, ['src/main/index.ts']],
    ['a flag against the walls between origins', /disable-web-security/, ['src/main/switches.ts']], // which takes it back
    ['utilityProcess', /\butilityProcess\.fork\b/, ['src/main/engineFork.ts']],
  ])('has %s in one place', (_name, pattern, places) => {
    expect(filesWith(pattern)).toEqual(places)
  })

  it('keeps the preload to the bridge', () => {
    const imports = sources.filter(({ file }) => file.startsWith('src/preload')).flatMap(({ text }) => [...text.matchAll(/\b(?:from|import|require)\b[ (]*'([^']+)'/g)].map(m => m[1]))
    expect(imports.sort()).toEqual(['@shared/contract/bridge', '@shared/contract/bridge', 'electron'])
  })
})
