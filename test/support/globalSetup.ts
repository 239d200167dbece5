/** Before the end-to-end tests: builds the stand-in engine, and brings up a display where there is none. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default async function setUp(): Promise<() => void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@shared': `${root}src/shared` } },
    build: {
      ssr: 'test/support/fakeEngine.ts',
      outDir: 'test-results/support',
      emptyOutDir: false,
      target: 'node20.18',
      rolldownOptions: { output: { entryFileNames: 'fakeEngine.mjs' } },
    },
    ssr: { noExternal: true },
  })
  return process.platform === 'linux' && !process.env['DISPLAY'] ? await bringUpDisplay() : () => undefined
}

/** Xvfb on a free display number, which it tells on descriptor 3. */
async function bringUpDisplay(): Promise<() => void> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  process.env['DISPLAY'] = await new Promise<string>((resolve, reject) => {
    server.on('error', () => reject(new Error('There is no display, and Xvfb (Debian: xvfb) is not installed.')))
    server.stdio[3]?.once('data', data => resolve(`:${String(data).trim()}`))
  })
  return () => void server.kill()
}
