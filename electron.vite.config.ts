import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import { rendererOptions } from './vite.renderer'

const shared = { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) }

/**
 * Five programs: main, engine and probe (utility processes), the command line, and the window with its preload.
 * The targets are pinned, because electron-vite would otherwise emit what only the newest Electron runs.
 */
export default defineConfig({
  main: {
    resolve: { alias: shared },
    build: {
      target: 'node20.18',
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
