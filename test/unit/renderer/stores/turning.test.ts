import { applyRigid, identity } from '@shared/domain/latent/procrustes'
import { expect, it } from 'vitest'
import { Turning } from '../../../../src/renderer/stores/turning'

/** 2,300 points of a bent band, turned about the third axis. */
function cloud(angle: number): Float32Array {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return Float32Array.from({ length: 3 * 2300 }, (_, at) => {
    const i = Math.floor(at / 3)
    const [x, y, z] = [i / 500, Math.sin(i / 300), Math.cos(i / 70)]
    return [c * x - s * y, s * x + c * y, z][at % 3] ?? 0
  })
}

it('an epoch is turned like the nearest that is known', () => {
  const turning = new Turning()
  expect(turning.rotationOf('a', 10, cloud(0))).toBe(identity)
  const [x, y] = applyRigid(turning.rotationOf('a', 20, cloud(2)), [Math.cos(2), Math.sin(2), 0])
  expect(x).toBeCloseTo(1, 3)
  expect(y).toBeCloseTo(0, 3)
  expect(turning.rotationOf('a', 15, cloud(Math.PI)).matrix[0]).toBeCloseTo(-1, 3)
})

it('what was decided stays, and another run begins anew', () => {
  const turning = new Turning()
  turning.rotationOf('a', 1, cloud(0))
  const second = turning.rotationOf('a', 2, cloud(1))
  turning.rotationOf('a', 3, cloud(2))
  expect(turning.rotationOf('a', 2, cloud(1))).toBe(second)
  expect(turning.rotationOf('b', 2, cloud(1))).toBe(identity)
})

it('forgets the epochs of longest ago, so that memory stays small', () => {
  const turning = new Turning()
  for (let epoch = 1; epoch <= 302; epoch++) turning.rotationOf('a', epoch, cloud(1))
  // Epoch 1 was the one that all others were turned like; it is decided anew, like the oldest left.
  const again = turning.rotationOf('a', 1, cloud(3))
  expect(again.matrix[0]).toBeCloseTo(Math.cos(2), 3)
})
