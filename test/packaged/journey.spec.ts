/** From an empty home, and without a network where the stage takes it away: the app trains, decodes and goes. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { trainAndDecode } from '../support/journey'
import { openWindow } from '../support/overCdp'
import { packaged, rootsFlags } from '../support/packaged'
import { comesUp } from '../support/shippedApp'

const { DISPLAY, XAUTHORITY, PATH } = process.env
const environment = (home: string) => ({ DISPLAY, XAUTHORITY, PATH, HOME: home, LANG: 'en_US.UTF-8' })

test('trains an epoch, decodes a point, and quits without a trace but the run', async () => {
  const home = mkdtempSync(join(tmpdir(), 'latent-lab-home-'))
  const app = await openWindow([packaged.forTests, ...rootsFlags], environment(home))
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

test('the shipped one comes up, lets nobody drive its window, and goes when it is told to', async () => {
  const home = mkdtempSync(join(tmpdir(), 'latent-lab-home-'))
  const command = [packaged.shipped, ...rootsFlags, '--remote-debugging-port=0', '--inspect=0'] as const
  const { said, left } = await comesUp(command, environment(home), join(home, '.config/LatentLab'))
  expect(said).not.toMatch(/listening on/)
  expect(left).toEqual([])
  rmSync(home, { recursive: true })
})
