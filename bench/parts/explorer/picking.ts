/** Finding the point under the cursor: how soon, and whether it is the one that a plain search finds. */
import { pointAt } from '@shared/domain/latent/bounds'
import { pick, pickRadius, toScreen, type ScreenPoint, type ViewPort } from '@shared/domain/latent/picking'
import { seeded } from '@shared/domain/seeded'
import { someCloud } from '../../../test/unit/shared/latent/points'
import type { Part } from '../../part'
import { percentile } from '../../statistics'

const points = 70_000
const [width, height] = [1280, 800]
/** Pixels of a mark's radius. */
const covers = 2.5

export const picking: Part = {
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
