import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Log } from '../../../src/main/log'
import { openPlace } from '../../../src/main/runsPlace'
import { openSettings } from '../../../src/main/settings'
import { keptRuns } from '../../support/storage/bystander'
import { aFolder } from '../../support/storage/folders'

const log: Log = { write: () => undefined, append: () => undefined }

function aPlace({ chosen = null as string | null, make = true } = {}) {
  const home = aFolder()
  const [own, app, other] = [join(home, 'runs'), join(home, 'app'), join(home, chosen ?? 'other')]
  mkdirSync(app)
  if (make) mkdirSync(other)
  if (chosen !== null) writeFileSync(join(home, 'settings.json'), JSON.stringify({ runsFolder: other }))
  const settings = openSettings(home, log)
  const onMove = vi.fn()
  const ask = vi.fn(async (): Promise<string | null> => other)
  return { home, own, app, other, settings, onMove, ask, place: openPlace({ own, app, settings, ask, onMove, log }) }
}

describe('where the runs are', () => {
  it('is the app\'s own folder, until another one is chosen; that one is remembered', async () => {
    const { place, own, other, settings, onMove } = aPlace()
    expect(await place.told()).toEqual({ folder: own, isOwn: true, problem: null })
    expect(await place.choose()).toBe(true)
    expect(await place.told()).toEqual({ folder: other, isOwn: false, problem: null })
    expect(settings.get().runsFolder).toBe(other)
    expect(onMove.mock.calls).toEqual([[other]])
  })

  it('stays where the user thinks better of it, and where it is chosen again', async () => {
    const { place, ask, onMove } = aPlace()
    ask.mockResolvedValueOnce(null)
    expect(await place.choose()).toBe(false)
    expect(await place.choose()).toBe(true)
    expect(await place.choose()).toBe(false)
    expect(onMove).toHaveBeenCalledTimes(1)
  })

  it('goes back to the app\'s own folder', async () => {
    const { place, own, settings, onMove } = aPlace({ chosen: 'disk' })
    expect((await place.told()).isOwn).toBe(false)
    place.reset()
    expect(await place.told()).toEqual({ folder: own, isOwn: true, problem: null })
    expect(settings.get().runsFolder).toBeNull()
    expect(onMove.mock.calls).toEqual([[own]])
  })

  it.each([
    ['the app itself', (at: ReturnType<typeof aPlace>) => at.app, 'E_PATH_ESCAPE', /inside the app/],
    ['the root of a disk', () => '/', 'E_PATH_ESCAPE', /root of a disk/],
    ['a folder that is gone', (at: ReturnType<typeof aPlace>) => join(at.home, 'gone'), 'E_IO', /could not be opened/],
  ] as const)('is never %s: nothing changes', async (_, wanted, code, message) => {
    const at = aPlace()
    await keptRuns(at.home)
    at.ask.mockResolvedValueOnce(wanted(at))
    await expect(at.place.choose()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
    expect(await at.place.told()).toEqual({ folder: at.own, isOwn: true, problem: null })
    expect(at.settings.get().runsFolder).toBeUndefined()
    expect(at.onMove).not.toHaveBeenCalled()
  })

  it('is the app\'s own while the chosen one is missing, which is not made but remembered, for its disk may come back', async () => {
    const { home, place, own, other, settings } = aPlace({ chosen: 'unplugged', make: false })
    await keptRuns(home)
    expect(await place.where()).toBe(own)
    expect(await place.told()).toMatchObject({ folder: own, problem: expect.stringMatching(/unplugged/) as string })
    expect(existsSync(other)).toBe(false)
    expect(settings.get().runsFolder).toBe(other)

    mkdirSync(other)
    const again = openPlace({ own, app: join(home, 'app'), settings, ask: async () => null, onMove: () => undefined, log })
    expect(await again.told()).toEqual({ folder: other, isOwn: false, problem: null })
    rmSync(other, { recursive: true })
    expect(readdirSync(home).sort()).toEqual(['app', 'runs', 'settings.json'])
  })
})
