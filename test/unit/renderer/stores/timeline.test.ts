import { presets } from '@shared/domain/presets'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useTimeline } from '../../../../src/renderer/stores/timeline'
import { useTraining } from '../../../../src/renderer/stores/training'
import { aReport } from '../builders'
import { useFreshStores } from '../window'

function aRun(runId: string, epochs: number) {
  const training = useTraining()
  training.restore({
    runId, config: presets.seed.config, startedAt: 0, state: { kind: 'training' }, executor: 'xla', executorReason: null, parameters: 1, batches: [], floors: null,
    rateChanges: [], log: [], trouble: null, epochs: Array.from({ length: epochs }, (_, i) => aReport(i + 1)),
  })
}

describe('the timeline', () => {
  useFreshStores()

  it('follows the newest epoch until it is scrubbed away', () => {
    const timeline = useTimeline()
    expect(timeline).toMatchObject({ epoch: 0, last: 0, isLive: true })
    aRun('run-one', 3)
    expect(timeline.epoch).toBe(3)
    timeline.scrub(2)
    aRun('run-one', 4)
    expect(timeline).toMatchObject({ epoch: 2, last: 4, isLive: false })
    expect(timeline.report?.epoch).toBe(2)
  })

  it('follows again from its end', () => {
    const timeline = useTimeline()
    aRun('run-one', 3)
    timeline.scrub(1)
    timeline.scrub(3)
    aRun('run-one', 4)
    expect(timeline).toMatchObject({ epoch: 4, isLive: true })
  })

  it('stays within the epochs there are', () => {
    const timeline = useTimeline()
    aRun('run-one', 3)
    timeline.scrub(-5)
    expect(timeline.epoch).toBe(1)
    timeline.scrub(99)
    expect(timeline.epoch).toBe(3)
  })

  it('plays from the first epoch to the last, and stops there', () => {
    vi.useFakeTimers()
    try {
      const timeline = useTimeline()
      aRun('run-one', 3)
      timeline.play()
      const seen = [timeline.epoch]
      for (let i = 0; i < 4; i++) {
        vi.advanceTimersByTime(500)
        seen.push(timeline.epoch)
      }
      expect(seen).toEqual([1, 2, 3, 3, 3])
      expect(timeline.isPlaying).toBe(false)
    } finally {
      vi.useRealTimers()
    }
  })

  it('begins anew with another run', async () => {
    const timeline = useTimeline()
    aRun('run-one', 5)
    timeline.scrub(2)
    aRun('run-two', 4)
    await nextTick()
    expect(timeline).toMatchObject({ epoch: 4, isLive: true })
  })
})
