/** Item 19 of the checklist: what the executable lets in, read off it and tried. Each trial also succeeds on an app that is less locked. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { readFuses, setFuses } from '../../scripts/setup/fuses.mjs'
import { electronPath } from '../support/lab'
import { copyOfShipped, packaged, plant, replaceFile, runWithoutDisplay } from '../support/packaged'

test('every fuse is as the list wants it', () => {
  const files = [packaged.shipped, packaged.forTests, electronPath()]
  const [shipped, tested, untouched] = files.map(file => readFuses(readFileSync(file))) as [string, string, string]
  // Node, cookies, NODE_OPTIONS, inspector, integrity (not on Linux), only from the asar, snapshot, file://, traps of WebAssembly
  expect(shipped).toBe('000001001'.slice(0, untouched.length))
  expect(tested).toBe('000101001'.slice(0, untouched.length))
})

test('the tested app is the shipped one but for the inspector\'s byte', () => {
  const [shipped, tested] = [packaged.shipped, packaged.forTests].map(file => readFileSync(file)) as [Buffer, Buffer]
  expect(tested.length).toBe(shipped.length)
  const differing: [number | undefined, number | undefined][] = []
  for (let at = 0; at < shipped.length; at++) {
    if (shipped[at] !== tested[at]) differing.push([shipped[at], tested[at]])
  }
  expect(differing).toEqual([[0x30, 0x31]]) // '0' and '1'
  for (const name of ['app.asar', 'app.asar.unpacked/native/tfjs_binding.node', 'tf/libtensorflow_cc.so.2']) {
    const [one, other] = [packaged.shipped, packaged.forTests].map(file => statSync(join(dirname(file), 'resources', name)).ino)
    expect(one).toBe(other) // one file under two names
  }
})

test('it is no Node', () => {
  const script = ['-e', 'console.log("ran " + "as Node")']
  const asNode = { ELECTRON_RUN_AS_NODE: '1' }
  expect(runWithoutDisplay(packaged.shipped, script, asNode).text).not.toContain('ran as Node')
  expect(runWithoutDisplay(electronPath(), script, asNode, []).text).toContain('ran as Node')
})

test('it loads nothing that NODE_OPTIONS names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-marker-'))
  const marker = join(folder, 'marker')
  writeFileSync(join(folder, 'mark.cjs'), `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`)
  const options = { NODE_OPTIONS: `--require ${join(folder, 'mark.cjs')}` }
  runWithoutDisplay(packaged.shipped, [], options)
  expect(existsSync(marker)).toBe(false)
  const open = copyOfShipped()
  replaceFile(open.executable, bytes => setFuses(bytes, { EnableNodeOptionsEnvironmentVariable: true, RunAsNode: true }))
  runWithoutDisplay(open.executable, ['-e', '0'], { ...options, ELECTRON_RUN_AS_NODE: '1' }, [])
  expect(existsSync(marker)).toBe(true)
  open.remove()
  rmSync(folder, { recursive: true })
})

test('it lets no debugger in', () => {
  expect(runWithoutDisplay(packaged.shipped, ['--inspect=0']).text).not.toContain('Debugger listening')
  expect(runWithoutDisplay(packaged.forTests, ['--inspect=0']).text).toContain('Debugger listening')
})

test('it opens no app but its own', () => {
  const copy = copyOfShipped()
  const marker = join(copy.folder, 'planted-ran')
  rmSync(join(copy.folder, 'resources/app.asar')) // where it is there, a newer Electron looks for nothing else
  plant(join(copy.folder, 'resources/app'), {
    'package.json': '{ "name": "planted", "version": "0.0.0", "main": "main.js" }',
    'main.js': `require('fs').writeFileSync(${JSON.stringify(marker)}, ''); process.exit()`,
  })
  runWithoutDisplay(copy.executable)
  expect(existsSync(marker)).toBe(false)
  replaceFile(copy.executable, bytes => setFuses(bytes, { OnlyLoadAppFromAsar: false }))
  runWithoutDisplay(copy.executable)
  expect(existsSync(marker)).toBe(true)
  copy.remove()
})
