import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDrawing } from '../../../../src/renderer/composables/useDrawing'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { gifOf, pngOf } from '../../../support/window/pictureFiles'

/** What Chromium would read of any file: greys of a square, or a failure. */
let read: ((at: number) => number) | Error

beforeEach(() => {
  setActivePinia(createPinia())
  read = at => at % 256 > 90 && at % 256 < 160 ? 20 : 240 // a dark strip on paper
  vi.stubGlobal('createImageBitmap', () => read instanceof Error ? Promise.reject(read) : Promise.resolve({ width: 256, height: 256, close: () => undefined }))
  vi.stubGlobal('OffscreenCanvas', class {
    getContext = () => ({
      fillRect: () => undefined, drawImage: () => undefined,
      getImageData: () => ({ data: Uint8ClampedArray.from({ length: 4 * 65_536 }, (_, at) => read instanceof Error ? 0 : read(at >> 2)) }),
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const fileOf = (bytes: Uint8Array, name = 'dress.png') => new File([Uint8Array.from(bytes)], name)

async function take(file: File) {
  const drawing = useDrawing()
  await drawing.take(file)
  return { said: useMessages().messages.map(({ text, level }) => [level, text]), subject: useExplore().subject, pixels: drawing.pixels.value }
}

describe('a picture file', () => {
  it('is fitted and looked at', async () => {
    const { said, subject, pixels } = await take(fileOf(pngOf(40, 40)))
    expect(said).toEqual([])
    expect(subject).toEqual({ kind: 'picture', pixels })
    expect(pixels.some(value => value > 150)).toBe(true)
  })

  it('of one grey is refused by a sentence, and what was looked at stays', async () => {
    read = () => 140
    useExplore().subject = { kind: 'point', index: 3 }
    const { said, subject } = await take(fileOf(pngOf(40, 40), 'fog.png'))
    expect(said).toEqual([['error', expect.stringMatching(/Nothing stands out in fog\.png/)]])
    expect(subject).toEqual({ kind: 'point', index: 3 })
  })

  it.each([
    ['no picture', new Uint8Array([1, 2, 3]), /notes is no picture/],
    ['of too many pixels', pngOf(30_000, 30_000), /30,000 × 30,000 pixels/],
  ])('that is %s is refused by a sentence', async (_, bytes, sentence) => {
    const { said, subject } = await take(fileOf(bytes, 'notes'))
    expect(said).toEqual([['error', expect.stringMatching(sentence)]])
    expect(subject).toBeNull()
  })

  it('that is too long is refused unread', async () => {
    const file = Object.defineProperty(fileOf(pngOf(4, 4)), 'size', { value: 60_000_000 })
    const reading = vi.spyOn(file, 'arrayBuffer')
    expect((await take(file)).said).toEqual([['error', expect.stringMatching(/60 MB.*up to 50 MB/)]])
    expect(reading).not.toHaveBeenCalled()
  })

  it('that Chromium stumbles over is called damaged', async () => {
    read = new Error('The source image could not be decoded.')
    expect((await take(fileOf(pngOf(40, 40)))).said).toEqual([['error', expect.stringMatching(/dress\.png is damaged/)]])
  })

  it('that moves gives its first picture, and says so', async () => {
    const { said, subject } = await take(fileOf(gifOf(30, 20, 5), 'walk.gif'))
    expect(said).toEqual([['notice', expect.stringMatching(/walk\.gif moves.*5 pictures/)]])
    expect(subject?.kind).toBe('picture')
  })
})

describe('drawing', () => {
  it('is looked at from the first stroke until the paper is blank', () => {
    const [drawing, explore] = [useDrawing(), useExplore()]
    drawing.stroke(14, 14, 2, false)
    expect(explore.subject?.kind).toBe('picture')
    drawing.stroke(14, 14, 4, true)
    expect(explore.subject).toBeNull()
  })

  it('blank paper lets go of the drawing only', () => {
    const [drawing, explore] = [useDrawing(), useExplore()]
    explore.subject = { kind: 'point', index: 3 }
    drawing.clear()
    expect(explore.subject).toEqual({ kind: 'point', index: 3 })
    drawing.invert()
    expect(explore.subject.kind).toBe('picture')
  })
})
