/** How the window is built: shared by the application and by the page which shows it with a made-up engine (test/support/window). */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin, UserConfig } from 'vite'

/**
 * ECharts' canvas painter empties its element by `innerHTML = ''`, which Trusted Types forbid even for the empty string.
 * https://github.com/ecomfe/zrender: src/canvas/Painter.ts
 */
function emptyWithoutHtml(): Plugin {
  return {
    name: 'zrender-without-inner-html',
    transform(code, id) {
      if (!id.includes('zrender/lib/canvas/Painter.js')) return undefined
      return { code: code.replaceAll('root.innerHTML = \'\'', 'root.replaceChildren()'), map: null }
    },
  }
}

export const rendererOptions = {
  resolve: { alias: { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) } },
  plugins: [vue(), emptyWithoutHtml()],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'chrome130',
    minify: 'oxc', // electron-vite would leave it out
    assetsInlineLimit: 0, // the CSP allows no data: URL for fonts
    modulePreload: { polyfill: false },
    // What the first view needs is one script and one sheet: each request goes through main, which is busy while the window starts.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] as const }] } } },
  },
} satisfies UserConfig
