import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { rendererOptions } from './vite.renderer'

const shared = { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) }

/** TensorFlow's WebAssembly modules, which its JavaScript reads by path, go where the bundle's own chunks are. */
function wasmBeside(): Plugin {
  const folder = fileURLToPath(new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist', import.meta.url))
  return {
    name: 'wasm-beside-the-bundle',
    generateBundle() {
      for (const name of readdirSync(folder).filter(file => file.endsWith('.wasm'))) {
        this.emitFile({ type: 'asset', fileName: `chunks/${name}`, source: readFileSync(join(folder, name)) })
      }
    },
  }
}

/**
 * Five programs: main, engine and probe (utility processes), the command line, and the window with its preload.
 * The targets are pinned, because electron-vite would otherwise emit what only the newest Electron runs.
 */
export default defineConfig({
  main: {
    // tfjs-node's classes are ES5 functions, which can extend only those of tfjs's own CommonJS build: the one that Node loads too.
    ssr: { resolve: { mainFields: ['main'] } },
    resolve: { alias: shared },
    plugins: [wasmBeside()],
    build: {
      target: 'node20.18',
      externalizeDeps: false, // an installed app carries no node_modules
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          engine: 'src/main/engine/index.ts',
          probe: 'src/main/engine/probe.ts',
          lab: 'src/main/cli/index.ts',
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...rendererOptions,
    build: { ...rendererOptions.build, rolldownOptions: { input: 'src/renderer/index.html' } },
  },
})
