/** From an empty home, and without a network where the stage takes it away: the shipped app trains, decodes and goes. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { trainAndDecode } from '../support/journey'
import { openWindow } from '../support/overCdp'
import { packaged, rootsFlags } from '../support/packaged'

test('trains an epoch, decodes a point, and quits without a trace but the run', async () => {
  const home = mkdtempSync(join(tmpdir(), 'latent-lab-home-'))
  const { DISPLAY, XAUTHORITY, PATH } = process.env
  const app = await openWindow([packaged.shipped, ...rootsFlags], { DISPLAY, XAUTHORITY, PATH, HOME: home, LANG: 'en_US.UTF-8' })
  const requests: string[] = []
  app.page.on('request', request => requests.push(request.url()))

  await trainAndDecode(app.page)

  expect(requests.filter(url => !/^(?:app|blob):/.test(url))).toEqual([])
  expect(await app.quit()).toEqual([])
  expect(readdirSync(home)).toEqual(expect.arrayContaining(['.config']))
  expect(readdirSync(join(home, '.config'))).toEqual(['LatentLab'])
  expect(readdirSync(join(home, '.config/LatentLab/runs')).filter(name => /^\d{8}-/.test(name))).toHaveLength(1)
  expect(existsSync(join(home, '.config/LatentLab/logs/main.log'))).toBe(true)
  rmSync(home, { recursive: true })
})
