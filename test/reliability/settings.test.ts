/** Row 70 of the catalogue of bad inputs: two instances that write the settings at once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Settings } from '@shared/domain/settings'
import { keptRuns } from '../support/storage/bystander'
import { aFolder } from '../support/storage/folders'
import { bundle } from './child/bundle'
import { scaled, tell } from './counts'

it('settings that two instances write at once always parse, and the last complete write wins', async () => {
  const [folder, bundles] = [aFolder(), aFolder()]
  const writer = await bundle('settingsWriter.ts', bundles)
  await keptRuns(folder)
  const times = scaled(2000, 200)
  let isOver = false
  const endings = Promise.all(['dark', 'light'].map(async (theme) => {
    const [code] = await once(spawn(process.execPath, [writer, folder, String(times), theme], { stdio: 'inherit' }), 'close') as [number]
    expect(code).toBe(0)
  })).finally(() => {
    isOver = true
  })
  let read = 0
  const file = join(folder, 'settings.json')
  while (!isOver) {
    if (existsSync(file) && Settings.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success) read++
    await wait(1)
  }
  await endings
  expect(read).toBeGreaterThan(0)
  expect(readdirSync(folder)).toEqual(['runs', 'settings.json'])
  expect(Settings.parse(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({ gallery: [(times - 1) % 60] })
  tell('two instances writing settings', `${2 * times} writes, ${read} reads, each whole`)
})
