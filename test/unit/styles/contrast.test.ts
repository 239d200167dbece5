import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** WCAG 2.2: 1.4.3 (text, 4.5) and 1.4.11 (marks, 3), by its definition of relative luminance. */
const css = readFileSync(new URL('../../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')

function tokens(theme: 'dark' | 'light'): Record<string, string> {
  const blocks = css.split('}').filter(block => block.includes(`[data-theme='${theme}']`))
  return Object.fromEntries([...blocks.join('').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]))
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(i => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string | undefined, b: string | undefined): number {
  if (!a || !b) throw new Error('a token is missing')
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  const t = tokens(theme)
  const grounds = ['canvas', 'ground', 'surface', 'raised', 'overlay', 'hover']

  it.each(['text', 'text-2'])('%s is readable everywhere', (name) => {
    for (const ground of grounds) expect(contrast(t[name], t[ground]), ground).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['text-3', 'accent', 'warning', 'danger'])('%s is readable where it is used', (name) => {
    for (const ground of ['canvas', 'ground', 'surface']) expect(contrast(t[name], t[ground]), ground).toBeGreaterThanOrEqual(4.5)
  })

  it('words on the accent and on soft grounds are readable', () => {
    expect(contrast(t['on-accent'], t['accent'])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(t['on-accent'], t['accent-hover'])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(t['accent'], t['accent-soft'])).toBeGreaterThanOrEqual(4.5)
    for (const soft of ['accent-soft', 'warning-soft', 'danger-soft']) expect(contrast(t['text'], t[soft])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['edge', 'focus'])('%s is seen on every ground', (name) => {
    for (const ground of grounds) expect(contrast(t[name], t[ground]), ground).toBeGreaterThanOrEqual(name === 'edge' ? 2.7 : 3)
  })

  it.each(['curve-train', 'curve-test', 'curve-rate', 'floor-pca', 'floor-mean'])('%s is seen behind nothing but the ground', (name) => {
    expect(contrast(t[name], t['ground'])).toBeGreaterThanOrEqual(3)
  })

  it('the ten classes are seen on the canvas', () => {
    for (let k = 0; k < 10; k++) expect(contrast(t[`class-${k}`], t['canvas']), `class ${k}`).toBeGreaterThanOrEqual(3)
  })
})
