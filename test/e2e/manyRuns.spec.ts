/** The list with a thousand runs: there in a moment, scrolled without a jerk, and every row in view gets its pictures. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { scaled, tell } from '../reliability/counts'
import { expect, launchLab, test } from '../support/lab'
import { makeRuns } from '../support/madeRuns'

test.describe.configure({ timeout: 400_000 })

const count = scaled(1000, 120)

test(`a list of ${count} runs`, async () => {
  const userData = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'latent-lab-'))
  try {
    await makeRuns(userData, count)
    const lab = await launchLab({ userData })
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 }) // the engine is there
    const opened = await timed(async () => {
      await page.getByTestId('nav-runs').click()
      await expect(page.getByTestId('run-row').first()).toBeVisible()
    })
    await expect(page.getByTestId('runs-count')).toHaveText(`${count.toLocaleString('en')} runs`)
    const first = await timed(() => pictured(page))
    const frames = await scrollThrough(page)
    await page.getByTestId('runs-list').evaluate(list => list.scrollTo(0, list.scrollHeight / 2))
    const there = await timed(() => pictured(page))
    await page.reload()
    await page.getByTestId('nav-runs').click()
    await expect(page.getByTestId('run-row').first()).toBeVisible()
    const again = await timed(() => pictured(page))
    tell(`list of ${count} runs`, `shown in ${opened} ms; pictures of the rows in view made in ${first} ms and ${there} ms, out of the database in ${again} ms; `
    + `scrolled from end to end in ${frames.length} frames, p95 ${at(frames, 0.95)} ms, longest ${at(frames, 1)} ms`)
    expect(at(frames, 0.95)).toBeLessThan(scaled(50, 150))
    expect(lab.faults).toEqual([])
    await lab.close()
  } finally {
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** Every row that can be seen has its pictures. */
async function pictured(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => {
    const list = document.querySelector('[data-testid=runs-list]')?.getBoundingClientRect()
    const seen = [...document.querySelectorAll('[data-testid=run-row]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return list && bottom > list.top && top < list.bottom
    })
    return seen.length > 5 && seen.every(row => row.querySelector('canvas:not(.empty)'))
  }), { timeout: 60_000, intervals: [50] }).toBe(true)
}

/** Ten rows a frame down to the end and up again; how long each frame took, in ms. */
function scrollThrough(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const list = document.querySelector('[data-testid=runs-list]')
    const times: number[] = []
    const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve))
    if (!list) return times
    let last = await frame()
    for (const step of [360, -360]) {
      for (let moved = true; moved;) {
        const before = list.scrollTop
        list.scrollTop += step
        moved = list.scrollTop !== before
        const now = await frame()
        times.push(now - last)
        last = now
      }
    }
    return times
  })
}

function at(times: readonly number[], share: number): number {
  return Math.round([...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? NaN)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return Math.round(performance.now() - since)
}
