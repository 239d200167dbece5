import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import { listLicences, notePackages, wasmBeside } from './vite.plugins'
import { rendererOptions } from './vite.renderer'

const shared = { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) }

/**
 * Five programs: main, engine and probe (utility processes), the command line, and the window with its preload.
 * The targets are pinned, because electron-vite would otherwise emit what only the newest Electron runs.
 */
export default defineConfig({
  main: {
    // tfjs-node's classes are ES5 functions, which can extend only those of tfjs's own CommonJS build: the one that Node loads too.
    ssr: { resolve: { mainFields: ['main'] } },
    resolve: { alias: shared },
    plugins: [wasmBeside(), notePackages()],
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
    plugins: [notePackages()],
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
    plugins: [...rendererOptions.plugins, notePackages(), listLicences()],
    build: { ...rendererOptions.build, rolldownOptions: { ...rendererOptions.build.rolldownOptions, input: 'src/renderer/index.html' } },
  },
})
