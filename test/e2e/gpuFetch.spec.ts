/**
 * Settings, Compute, GPU: a fetch is seen to go on, is paused, cut, refused and killed, and taken up where it was, from a stand-in for the package
 * index on 127.0.0.1.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { gpuWheels } from '../../src/main/compute/gpu/pins'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { aDriver } from '../support/gpu/driver'
import { servePackages } from '../support/gpu/packageIndex'
import { kill, processTree } from '../support/processes'

const [wheel] = gpuWheels
if (!wheel) throw new Error('no wheel is pinned')
const partIn = (userData: string) => join(userData, 'gpu/downloads', `${wheel.name}-${wheel.version}.whl.part`)
/** As long as the real one, which takes this server some seconds; what it holds is never looked at, because it never comes whole. */
const standIn = () => ({ wheel, bytes: Buffer.alloc(wheel.bytes) })

test('a fetch shows how far it is, waits when it is told to, goes on from there, and can be taken away', async () => {
  const server = await servePackages([standIn()], { dribble: 20_000 })
  const driver = aDriver()
  const lab = await launchLab({ env: { PATH: driver.path }, provokes: ['requests'] })
  try {
    const { page, userData } = lab
    await leadTo(lab, server.index.address)
    const part = partIn(userData)
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

test('a cut is gone on with, a kill in the middle keeps what is here, and a refusal is told in a sentence', async () => {
  const server = await servePackages([standIn()], { cuts: [2_000_000], dribble: 20_000 })
  const driver = aDriver()
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  const part = partIn(userData)
  const ranges = () => server.requests.filter(({ path }) => path.startsWith('/files/')).map(({ range }) => range)
  let lab = await open()
  async function open() {
    const lab = await launchLab({ userData, env: { PATH: driver.path }, provokes: ['requests'] })
    await leadTo(lab, server.index.address)
    await lab.page.getByTestId('nav-settings').click()
    return lab
  }
  const state = () => lab.page.getByTestId('gpu-state')
  try {
    await lab.page.getByTestId('fetch-gpu').click()
    await expect.poll(() => ranges().length).toBe(2)
    expect(ranges()[1]).toMatch(/^bytes=[1-9]\d*-$/)
    await expect(state()).toHaveText('Fetching…')
    const cutAt = Number(/\d+/.exec(ranges()[1] ?? ''))
    await expect.poll(() => statSync(part).size).toBeGreaterThan(cutAt)

    for (const { pid } of processTree(lab.pid)) kill(pid)
    await lab.close()
    const kept = statSync(part).size
    lab = await open()
    await expect(state()).toHaveText('Paused')
    expect(ranges(), 'nobody has asked for more').toHaveLength(2)

    server.mischief.status = 404
    await lab.page.getByTestId('resume-gpu').click()
    await expect(lab.page.getByTestId('gpu-reason')).toContainText('answered "404')
    await expect(state()).toHaveText('Paused')
    expect(statSync(part).size).toBe(kept)
    delete server.mischief.status
    await lab.page.getByTestId('resume-gpu').click()
    await expect.poll(() => statSync(part).size).toBeGreaterThan(kept)
    expect(ranges().at(-1)).toBe(`bytes=${kept}-`)
    await lab.page.getByTestId('pause-gpu').click()
    await expect(state()).toHaveText('Paused')
    expect(lab.faults).toEqual([])
  } finally {
    await lab.close()
    await server.close()
    driver.remove()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
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
