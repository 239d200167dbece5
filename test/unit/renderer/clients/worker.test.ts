import { afterEach, expect, test, vi } from 'vitest'
import { ownScript } from '../../../../src/renderer/workers/open'

afterEach(() => { vi.unstubAllGlobals() })

test('only scripts among our own assets become workers', () => {
  vi.stubGlobal('location', new URL('app://lab/'))
  expect(ownScript('/assets/umap.worker-B1_x.js')).toBe('app://lab/assets/umap.worker-B1_x.js')
  const others = [
    'https://example.com/assets/a.js', 'app://other/assets/a.js', '//example.com/assets/a.js', 'data:text/javascript,1', 'blob:app://lab/1', '/index.html', '/a.js',
    '/assets/../a.js', '/assets/a.js?x=1', '/assets/a.css', '/assets/deeper/a.js', 'javascript:1',
  ]
  for (const url of others) expect(() => ownScript(url), url).toThrow(TypeError)
})
