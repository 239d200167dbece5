// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import TrustMeter from '../../../../src/renderer/components/explore/TrustMeter.vue'
import { i18n } from '../../../../src/renderer/texts'

const usual = { relativeDistance: 1, distanceBound: 2, cycleError: 3, cycleBound: 5, densityRank: 0.5 }
const meterOf = (change: Partial<typeof usual> = {}) => mount(TrustMeter, { global: { plugins: [i18n] }, props: { trust: { ...usual, ...change } } })

afterEach(() => { i18n.global.locale.value = 'en' })

it.each([
  [{}, 'Among training images: the decoder has learned this place.', 3],
  [{ relativeDistance: 2.5 }, 'At the edge of the data: the picture may mix garments.', 2],
  [{ relativeDistance: 7 }, 'Far from any training image: whatever is drawn is a guess.', 1],
  [{ cycleError: 11 }, 'The encoder reads this picture as another place: the decoder is folded here.', 2],
])('of %o it says: %s', (change, sentence, bars) => {
  const meter = meterOf(change)
  expect(meter.get('[role=status]').text()).toBe(sentence)
  expect(meter.findAll('.on')).toHaveLength(bars)
})

it('each level has a sentence of its own in Korean', () => {
  i18n.global.locale.value = 'ko'
  const sentences = [{}, { relativeDistance: 2.5 }, { relativeDistance: 7 }, { cycleError: 11 }].map(change => meterOf(change).get('[role=status]').text())
  expect(new Set(sentences).size).toBe(4)
  for (const sentence of sentences) expect(sentence).toMatch(/[가-힣].*(?:니다|시오)\.$/)
})

it('tells the figures beside what is usual, and ∞ where the engine has no number', () => {
  expect(meterOf().findAll('dd').map(figure => figure.text())).toEqual(['1.000 spacings (usual ≤ 2.0)', '3.000 spacings (usual ≤ 5.0)', '50 % of images'])
  expect(meterOf({ relativeDistance: Number.MAX_VALUE }).get('dd').text()).toBe('∞ spacings (usual ≤ 2.0)')
})
