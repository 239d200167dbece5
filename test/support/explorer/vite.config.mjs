import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** Builds the harness page into out/harness, loadable from the disk. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: { alias: { '@shared': fileURLToPath(new URL('../../../src/shared', import.meta.url)) } },
  build: { outDir: fileURLToPath(new URL('../../../out/harness', import.meta.url)), emptyOutDir: true, target: 'chrome130' },
})
