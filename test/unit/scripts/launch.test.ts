import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourcesOf } from '../../../scripts/launch/build.mjs'
import { hasDisplay } from '../../../scripts/launch/display.mjs'
import { sandboxFlags } from '../../../scripts/launch/start.mjs'
import { createReport, progressLine } from '../../../scripts/setup/report.mjs'
import { temporaryFolder } from './temporary'

describe('the build', () => {
  it('is out of date when a source is written, added or removed, and only then', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'src/main'), { recursive: true })
    mkdirSync(join(root, 'out'))
    writeFileSync(join(root, 'src/main/a.ts'), 'one')
    const states = [await sourcesOf(root)]
    writeFileSync(join(root, 'out/a.js'), 'built')
    expect(await sourcesOf(root)).toBe(states[0])
    utimesSync(join(root, 'src/main/a.ts'), 1, 1)
    states.push(await sourcesOf(root))
    writeFileSync(join(root, 'src/main/b.ts'), '')
    states.push(await sourcesOf(root))
    rmSync(join(root, 'src/main/a.ts'))
    states.push(await sourcesOf(root))
    expect(new Set(states).size).toBe(4)
  })
})

describe('the launcher', () => {
  it('gives up the sandbox for root only', () => {
    expect(sandboxFlags(0)).toEqual(['--no-sandbox'])
    expect(sandboxFlags(1000)).toEqual([])
    expect(sandboxFlags(undefined)).toHaveLength(process.getuid?.() === 0 ? 1 : 0)
  })

  it('sees a display where there is one', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'darwin')).toBe(true)
  })
})

describe('progress', () => {
  it('tells bytes where they are known, and never more than there are', () => {
    expect(progressLine('TensorFlow', 12, { done: 120e6, of: 274e6 })).toBe('TensorFlow: 120 of 274 MB, 12 s')
    expect(progressLine('TensorFlow', 14, { done: 900e6, of: 274e6 })).toBe('TensorFlow: 274 of 274 MB, 14 s')
    expect(progressLine('npm packages', 3, null)).toBe('npm packages: 3 s')
  })

  it('is a line at the start and one at the end where there is no terminal', async () => {
    const lines: string[] = []
    const report = createReport({ write: text => lines.push(text) })
    expect(await report.during('Fashion-MNIST', () => Promise.resolve(4))).toBe(4)
    expect(lines).toEqual(['Fashion-MNIST …\n', 'Fashion-MNIST: 0 s\n'])
  })
})
