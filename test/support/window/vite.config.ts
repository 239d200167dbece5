/** Builds the page: `npx vite build -c test/support/window/vite.config.ts`. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { rendererOptions } from '../../../vite.renderer'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  ...rendererOptions,
  root: here('./page'),
  base: './',
  build: { ...rendererOptions.build, outDir: here('../../../out/window'), emptyOutDir: true, target: 'chrome130' },
})
