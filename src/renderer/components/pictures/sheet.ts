/** A sheet of pictures as a PNG: drawn off screen, every pixel a whole square. */
import { imageSide } from '@shared/domain/image'

export interface SheetPicture {
  /** RGBA, 28 × 28. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly caption?: string
}

export interface Sheet {
  readonly title: string
  readonly columns: number
  readonly pictures: readonly SheetPicture[]
  /** Pixels of the sheet for one pixel of a picture. */
  readonly multiple: number
  readonly ground: string
  readonly ink: string
  readonly font: string
}

const margin = 16
const gap = 8
const titleHeight = 36
const captionHeight = 18

/** Where everything stands, in pixels. */
export function layOutSheet({ columns, pictures, multiple }: Pick<Sheet, 'columns' | 'pictures' | 'multiple'>) {
  const side = imageSide * multiple
  const caption = pictures.some(p => p.caption) ? captionHeight : 0
  const across = Math.min(columns, pictures.length)
  const down = Math.ceil(pictures.length / columns)
  return {
    side,
    width: 2 * margin + across * side + (across - 1) * gap,
    height: 2 * margin + titleHeight + down * (side + caption) + (down - 1) * gap,
    at: (n: number) => ({ x: margin + (n % columns) * (side + gap), y: margin + titleHeight + Math.floor(n / columns) * (side + caption + gap) }),
  }
}

export async function renderSheet(sheet: Sheet): Promise<Uint8Array> {
  const { side, width, height, at } = layOutSheet(sheet)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This window cannot draw off screen')
  context.fillStyle = sheet.ground
  context.fillRect(0, 0, width, height)
  context.imageSmoothingEnabled = false
  context.fillStyle = sheet.ink
  context.font = `600 18px ${sheet.font}`
  context.textBaseline = 'top'
  context.fillText(sheet.title, margin, margin)
  context.font = `12px ${sheet.font}`
  for (const [n, { rgba, caption }] of sheet.pictures.entries()) {
    const { x, y } = at(n)
    context.drawImage(await createImageBitmap(new ImageData(rgba, imageSide, imageSide)), x, y, side, side)
    if (caption) context.fillText(caption, x, y + side + 3, side)
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
