/** Before the end-to-end tests: puts together the apps with stand-ins and the recorder of requests, and brings up a display where there is none. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build } from 'vite'
import { apps, root } from './apps'
import { bringUpDisplay } from './display'
import { recorder } from './requests'

export default async function setUp(): Promise<() => void> {
  rmSync(join(root, 'test-results/apps'), { recursive: true, force: true })
  await bundle('fakeEngine', fakeEngineBundle, 'engine.js')
  await bundle('recorder', dirname(recorder), basename(recorder))
  assemble(apps.bare, join(root, 'test/support/barePage'))
  assemble(apps.fakeEngine, join(root, 'out/renderer'))
  return bringUpDisplay()
}

const fakeEngineBundle = join(root, 'test-results/apps/engine')

async function bundle(entry: string, outDir: string, name: string) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: `test/support/${entry}.ts`,
      outDir,
      target: 'node20.18',
      rolldownOptions: { output: { format: name.endsWith('.cjs') ? 'cjs' : 'es', entryFileNames: name, codeSplitting: false } },
    },
  })
}

/** The built main and preload, with another engine and page. */
function assemble(app: string, page: string) {
  mkdirSync(app, { recursive: true })
  const copy = (from: string, to: string) => cpSync(from, join(app, to), { recursive: true })
  for (const program of ['main', 'preload']) copy(join(root, 'out', program), `out/${program}`)
  copy(page, 'out/renderer')
  copy(join(fakeEngineBundle, 'engine.js'), 'out/main/engine.js')
  if (existsSync(join(root, '.runtime.json'))) copy(join(root, '.runtime.json'), '.runtime.json')
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'lab-under-test', version: '0.0.0', type: 'module', main: 'out/main/index.js' }))
}
