import { presets } from '@shared/domain/presets'
import { describe, expect, it, vi } from 'vitest'
import { engine } from '../../../../src/renderer/clients/engine'
import { usePictures } from '../../../../src/renderer/stores/pictures'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

async function trained() {
  const window = await openWindow()
  const training = useTraining()
  await training.start({ ...presets.seed.config, epochs: 2 })
  await until(() => training.state?.kind === 'ended')
  return window
}

describe('the pictures', () => {
  useFreshStores()

  it('are asked for once, in the order wanted', async () => {
    await openWindow()
    const ask = vi.spyOn(engine.calls, 'images')
    const pictures = usePictures()
    const [a, b] = await pictures.getOriginals('train', [3, 1])
    const [b2, a2, c] = await pictures.getOriginals('train', [1, 3, 2])
    expect(a2).toBe(a)
    expect(b2).toBe(b)
    expect(c).toHaveLength(784)
    expect(ask.mock.calls.map(([{ indices }]) => [...indices])).toEqual([[3, 1], [2]])
  })

  it('are reconstructed once an epoch, and remembered', async () => {
    await trained()
    const ask = vi.spyOn(engine.calls, 'reconstruct')
    const pictures = usePictures()
    expect(pictures.peek(1, 'test', [0, 1])).toBeUndefined()
    const first = await pictures.getReconstructions(1, 'test', [0, 1])
    await pictures.getReconstructions(2, 'test', [0, 1])
    expect(await pictures.getReconstructions(1, 'test', [0, 1])).toEqual(first)
    expect(pictures.peek(1, 'test', [1, 0])).toEqual([first[1], first[0]])
    expect(first[0]?.error).toBeGreaterThan(0)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('are forgotten with their run', async () => {
    await trained()
    const pictures = usePictures()
    await pictures.getReconstructions(1, 'test', [0])
    await useTraining().start({ ...presets.seed.config, epochs: 1 })
    await until(() => useTraining().state?.kind === 'ended')
    expect(pictures.peek(1, 'test', [0])).toBeUndefined()
  })

  it('know the classes of all test images', async () => {
    await openWindow()
    const pictures = usePictures()
    await pictures.loadLabels('test')
    expect(pictures.labels.test).toHaveLength(10_000)
  })
})
