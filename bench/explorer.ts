/** The explorer's figures: picking on the processor, and orbiting synthetic clouds in a real window. */
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { build } from 'vite'
import { pick, pickRadius, toScreen, type ScreenPoint, type ViewPort } from '../src/shared/domain/latent/picking'
import { pointAt } from '../src/shared/domain/latent/bounds'
import { seeded } from '@shared/domain/seeded'
import { someCloud } from '../test/unit/shared/latent/points'
import { electronPath } from './app'
import type { Figure } from './figure'
import type { Part } from './part'
import { percentile } from './statistics'
import { root } from './worker'

const points = 70_000
const [width, height] = [1280, 800]
/** Pixels of a mark's radius. */
const covers = 2.5
const turns = 120

const picking: Part = {
  name: 'explorer-picking',
  title: 'Finding the point under the cursor among 70,000',
  measure() {
    const { positions } = someCloud(points)
    const random = seeded(11)
    const cursors = Array.from({ length: 1000 }, () => [random() * width, random() * height] as const)
    for (const [x, y] of cursors.slice(0, 200)) pick(positions, view, x, y, { covers }) // warms up
    const times = cursors.map(([x, y]) => {
      const start = performance.now()
      pick(positions, view, x, y, { covers })
      return performance.now() - start
    })
    const screen = Array.from({ length: points }, (_, index) => toScreen(pointAt(positions, index), view))
    const wrong = cursors.filter(([x, y]) => pick(positions, view, x, y, { covers }) !== bruteForce(screen, x, y)).length
    return Promise.resolve([
      { name: 'Pick a point, p95', unit: 'ms', value: percentile(times, 0.95), median: percentile(times, 0.5), goal: { atMost: 2 }, measured: { times } },
      { name: 'Picks unlike brute force, of 1,000', unit: '', value: wrong, goal: { atMost: 0 } },
    ])
  },
}

const orbit: Part = {
  name: 'explorer-orbit',
  title: 'Orbiting synthetic clouds, a frame at a time',
  async measure({ tell }) {
    await build({ configFile: join(root, 'test/support/explorer/vite.config.mjs'), logLevel: 'error' })
    const figures: Figure[] = []
    for (const [count, goal] of [[points, { atMost: 50 }], [1_000_000, {}]] as const) {
      tell(`${count.toLocaleString('en-US')} points`)
      const { times, surface } = await orbitOnce(count)
      figures.push({
        name: `Frame of ${count.toLocaleString('en-US')} points while orbiting, p95`, unit: 'ms', goal, measured: { times },
        value: percentile(times, 0.95), median: percentile(times, 0.5),
        detail: `${width} × ${height}, drawn by ${surface === 'raster' ? 'the processor' : 'WebGL'}`,
      })
    }
    return figures
  },
}

export const parts: readonly Part[] = [picking, orbit]

async function orbitOnce(count: number): Promise<{ times: number[], surface: string }> {
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [
      join(root, 'test/support/explorer/electron.mjs'),
      ...process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      `file://${join(root, 'out/harness/index.html')}?points=${count}`, String(width), String(height),
    ],
  })
  try {
    const page = await app.firstWindow()
    await page.waitForFunction('window.harness !== undefined', null, { timeout: 60_000 })
    await page.evaluate('harness.timeOrbit(10)')
    return {
      times: await page.evaluate<number[]>(`harness.timeOrbit(${turns})`),
      surface: await page.evaluate<string>('harness.scene.surfaceKind'),
    }
  } finally {
    await app.close()
  }
}

/** The rule, spelt out: the point in front among those covered, else the nearest on the screen. */
function bruteForce(screen: readonly (ScreenPoint | null)[], x: number, y: number): number {
  const near: { index: number, depth: number, far: number }[] = []
  screen.forEach((at, index) => {
    const far = at ? Math.hypot(at.x - x, at.y - y) : Infinity
    if (at && far <= pickRadius && Math.abs(at.depth) <= 1) near.push({ index, depth: at.depth, far })
  })
  const covered = near.filter(({ far }) => far <= covers).sort((a, b) => a.depth - b.depth)
  return (covered[0] ?? near.sort((a, b) => a.far - b.far)[0])?.index ?? -1
}

/** From (0, 0, 12) towards the origin with an angle of 40°. */
const view: ViewPort = { width, height, matrix: lookFrom(12) }

function lookFrom(distance: number): number[] {
  const focal = 1 / Math.tan(20 * Math.PI / 180)
  const [near, far] = [0.1, 100]
  const [a, b] = [(far + near) / (near - far), 2 * far * near / (near - far)]
  return [focal * height / width, 0, 0, 0, 0, focal, 0, 0, 0, 0, a, -1, 0, 0, -a * distance + b, distance]
}
