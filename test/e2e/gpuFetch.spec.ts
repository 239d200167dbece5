/** Settings, Compute, GPU: a fetch is seen to go on, is paused and taken up where it was, from a stand-in for the package index on 127.0.0.1. */
import { statSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { gpuWheels } from '../../src/main/compute/gpu/pins'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { aDriver } from '../support/gpu/driver'
import { servePackages } from '../support/gpu/packageIndex'

test('a fetch shows how far it is, waits when it is told to, goes on from there, and can be taken away', async () => {
  const [wheel] = gpuWheels
  if (!wheel) throw new Error('no wheel is pinned')
  // As long as the real one, which takes this server some seconds; what it holds is never looked at, because it never comes whole.
  const server = await servePackages([{ wheel, bytes: Buffer.alloc(wheel.bytes) }], { dribble: 20_000 })
  const driver = aDriver()
  const lab = await launchLab({ env: { PATH: driver.path }, provokes: ['requests'] })
  try {
    const { page, userData } = lab
    await leadTo(lab, server.index.address)
    const part = join(userData, 'gpu/downloads', `${wheel.name}-${wheel.version}.whl.part`)
    const state = page.getByTestId('gpu-state')
    const bar = page.getByTestId('gpu').getByRole('progressbar')
    await page.getByTestId('nav-settings').click()

    await page.getByTestId('fetch-gpu').click()
    await expect(state).toHaveText('Fetching…')
    await expect(page.getByTestId('gpu')).toContainText(/[\d.]+ [kMG]B of 3\.38 GB/)
    await expect.poll(() => shown(bar)).toBeGreaterThan(0)
    await page.getByTestId('pause-gpu').click()
    await expect(state).toHaveText('Paused')
    const kept = statSync(part).size
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(wheel.bytes)
    await page.reload() // a new page finds it as it stands
    await page.getByTestId('nav-settings').click()
    await expect(state).toHaveText('Paused')
    expect(statSync(part).size).toBe(kept) // meanwhile nothing was fetched

    await page.getByTestId('resume-gpu').click()
    await expect(state).toHaveText('Fetching…')
    await expect.poll(() => statSync(part).size).toBeGreaterThan(kept)
    expect(server.requests.at(-1)).toEqual({ path: `/files/${wheel.name}.whl`, range: `bytes=${kept}-` })
    await page.getByTestId('pause-gpu').click()
    await expect(state).toHaveText('Paused')
    await page.getByTestId('remove-gpu').click()
    await expect(state).toHaveText('Not installed')
    expect(existsSync(join(userData, 'gpu'))).toBe(false)

    expect(lab.faults).toEqual([])
    expect(await lab.sent()).toEqual(server.requests.map(({ path }) => new URL(path, server.index.address).href)) // what was asked for, and no more
  } finally {
    await lab.close()
    await server.close()
    driver.remove()
  }
})

/** Main's requests for the public index reach the stand-in, by the same paths. */
async function leadTo({ app }: Lab, address: string) {
  await app.evaluate((_electron, origin) => {
    const { fetch } = globalThis
    globalThis.fetch = (url, options) => fetch(String(url).replace('https://pypi.org', origin), options)
  }, new URL(address).origin)
}

async function shown(bar: Locator): Promise<number> {
  return Number(await bar.getAttribute('aria-valuenow'))
}
