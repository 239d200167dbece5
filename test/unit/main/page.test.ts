import { describe, expect, it } from 'vitest'
import { pageAt, pageOf } from '../../../src/main/page'

describe('the page', () => {
  it('is the built one, unless a checkout is told of a development server', () => {
    const environment = { ELECTRON_RENDERER_URL: 'http://localhost:5173' }
    expect(pageOf({}, false).url).toBe('app://lab/')
    expect(pageOf(environment, false).url).toBe('http://localhost:5173')
    expect(pageOf(environment, true).url).toBe('app://lab/')
  })

  it('owns the addresses of its origin', () => {
    const page = pageAt('app://lab/')
    for (const url of ['app://lab/', 'app://lab/index.html#x', 'app://lab/assets/a.js?b']) expect(page.owns(url), url).toBe(true)
  })

  it.each([
    'app://lab.evil/', 'app://labs/', 'app://evil/', 'app://user@lab/', 'app://lab@evil/', 'app://lab:8080/', 'http://lab/', 'https://lab/', 'file:///lab/',
    'data:text/html,app://lab/', 'about:blank', 'javascript:app://lab/', 'blob:app://lab/1', '', 'lab', 'null',
  ])('does not own %s', (url) => {
    expect(pageAt('app://lab/').owns(url)).toBe(false)
  })
})
