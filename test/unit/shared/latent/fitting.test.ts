import { expect, test } from 'vitest'
import { fitGarment } from '@shared/domain/latent/fitting'

/** A filled rectangle on a ground, in a square of 56 pixels. */
function scene(ground: number, ink: number): Uint8Array {
  return Uint8Array.from({ length: 56 * 56 }, (_, at) => {
    const [x, y] = [at % 56, Math.floor(at / 56)]
    return x >= 20 && x < 30 && y >= 10 && y < 38 ? ink : ground
  })
}

test.each([['white paper', 250, 30], ['black ground', 5, 220]])('a garment on %s becomes bright on black and fills the height', (_, ground, ink) => {
  const fitted = fitGarment(scene(ground, ink), 56)
  const at = (x: number, y: number) => fitted[y * 28 + x] ?? 0
  expect(at(14, 14)).toBeGreaterThan(180)
  expect(at(14, 0)).toBeGreaterThan(180)
  expect(at(14, 27)).toBeGreaterThan(180)
  expect([at(0, 14), at(27, 14)]).toEqual([0, 0])
})

test('a picture of one grey is black, not noise', () => {
  expect(fitGarment(new Uint8Array(56 * 56).fill(140), 56).every(value => value === 0)).toBe(true)
})
