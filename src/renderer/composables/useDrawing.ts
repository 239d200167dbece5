/** A picture of the user's: drawn with a brush or taken from a file, encoded as it changes. */
import { imagePixels, imageSide } from '@shared/domain/image'
import { fitGarment } from '@shared/domain/latent/fitting'
import { shallowRef } from 'vue'
import { size as sizeText, whole } from '../formats/numbers'
import { readHeader } from '../pictures/header'
import { translate } from '../texts'
import { useExplore } from '../stores/explore'
import { useMessages } from '../stores/messages'

const largestFile = 50_000_000
/** Decoded, each takes four bytes. */
const mostPixels = 64_000_000
/** A file is looked at this large before it is fitted. */
const inspected = 256

export function useDrawing() {
  const explore = useExplore()
  const messages = useMessages()
  const pixels = shallowRef(new Uint8Array(imagePixels))

  function show(next: Uint8Array) {
    pixels.value = Uint8Array.from(next)
    if (!isBlank(next)) explore.subject = { kind: 'picture', pixels: pixels.value }
    else if (explore.subject?.kind === 'picture') explore.subject = null // an image or a place is looked at for its own sake
  }

  /** A soft round brush around (x, y) in pixels of the picture. */
  function stroke(x: number, y: number, radius: number, erases: boolean) {
    const next = pixels.value.slice()
    for (let at = 0; at < imagePixels; at++) {
      const far = Math.hypot(at % imageSide + 0.5 - x, Math.floor(at / imageSide) + 0.5 - y)
      const ink = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - far)))
      next[at] = erases ? Math.max(0, (next[at] ?? 0) - ink) : Math.max(next[at] ?? 0, ink)
    }
    show(next)
  }

  async function take(file: File) {
    const { name } = file
    if (file.size > largestFile) return messages.say(translate('explore.draw.tooBig', { name, size: sizeText(file.size) }), 'error')
    try {
      const header = readHeader(new Uint8Array(await file.arrayBuffer()))
      if (!header) return messages.say(translate('explore.draw.notPicture', { name }), 'error')
      const { width, height, frames } = header
      if (width * height > mostPixels) {
        return messages.say(translate('explore.draw.tooManyPixels', { name, width: whole(width), height: whole(height) }), 'error')
      }
      const fitted = fitGarment(await readGreys(file), inspected)
      if (isBlank(fitted)) return messages.say(translate('explore.draw.blank', { name }), 'error')
      show(fitted)
      if (frames > 1) messages.say(translate('explore.draw.moves', { name, count: whole(frames) }), 'notice')
    } catch {
      // Whatever the decoder stumbled over, the sentence is the same.
      messages.say(translate('explore.draw.damaged', { name }), 'error')
    }
  }

  const clear = () => show(new Uint8Array(imagePixels))
  const invertAll = () => show(pixels.value.map(value => 255 - value))

  return { pixels, stroke, take, clear, invert: invertAll }
}

function isBlank(pixels: Uint8Array): boolean {
  return pixels.every(value => value === 0)
}

/** The first frame of a picture file, scaled into a square of `inspected` pixels, as greys; transparency is white paper. */
async function readGreys(file: File): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file)
  try {
    const scale = inspected / Math.max(bitmap.width, bitmap.height)
    const canvas = new OffscreenCanvas(inspected, inspected)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new RangeError('this window gives no canvas')
    context.fillStyle = 'white'
    context.fillRect(0, 0, inspected, inspected)
    const [width, height] = [bitmap.width * scale, bitmap.height * scale]
    context.drawImage(bitmap, (inspected - width) / 2, (inspected - height) / 2, width, height)
    const { data } = context.getImageData(0, 0, inspected, inspected)
    return Uint8Array.from({ length: inspected * inspected }, (_, i) =>
      Math.round(0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0)))
  } finally {
    bitmap.close()
  }
}
