import { expect, it } from 'vitest'
import { tied } from '../../../../src/renderer/formats/text'

it('a number stays with its unit, and words part as they like', () => {
  expect(tied('Epoch 4 of 10: test loss 0.02163, 1.97 s.')).toBe('Epoch 4 of 10: test loss 0.02163, 1.97\u00a0s.')
  expect(tied('A step took 1.51 ms under XLA, 4 more steps; 75 % of 3 GB')).toBe('A step took 1.51\u00a0ms under XLA, 4 more steps; 75\u00a0% of 3\u00a0GB')
})
