import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ageOf, electronReleases, majorOf, supportedMajors } from '../../../scripts/setup/electronReleases.mjs'
import { electronFromRegistry } from '../../../scripts/setup/pins.mjs'

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package-lock.json'), 'utf8')) as { packages: Record<string, { version: string }> }
const pinned = packages['node_modules/electron']?.version ?? ''

describe('the table of Electron\'s releases', () => {
  it('has a row for the pin, which gets fixes, and for the fallback, which gets none', () => {
    expect(supportedMajors).toContain(majorOf(pinned))
    expect(ageOf(pinned)).toContain(`Electron ${pinned}: its major came out on`)
    expect(ageOf(electronFromRegistry.version)).toMatch(/fixes until 2025-04-29, which is over\.$/)
  })

  it('stops whoever pins a major that it does not know', () => {
    const next = Math.max(...electronReleases.map(({ major }) => major)) + 1
    expect(() => ageOf(`${next}.0.0`)).toThrow(`Electron ${next}.0.0 has no row`)
  })

  it('is in the order of the majors, which is that of their dates', () => {
    for (const [n, { major, stable }] of electronReleases.entries()) {
      const before = electronReleases[n - 1]
      expect(Date.parse(stable), stable).toBeGreaterThan(before ? Date.parse(before.stable) : 0)
      expect(major).toBeGreaterThan(before?.major ?? 0)
    }
  })

  it('tells an age and an end', () => {
    const day = (date: string) => new Date(`${date}T12:00:00Z`)
    expect(ageOf('44.1.0', day('2026-11-26'))).toBe('Electron 44.1.0: its major came out on 2026-08-25, 13 weeks ago, and gets fixes until about 2027-02-09.')
    expect(ageOf('44.1.0', day('2027-03-01'))).toMatch(/until about 2027-02-09, which is over\.$/)
  })
})
