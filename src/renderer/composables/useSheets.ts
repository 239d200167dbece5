/** The gallery's pictures as PNG files: to the clipboard, or to where the user wants them. */
import { classNames } from '@shared/domain/image'
import { main } from '../clients/main'
import { errors, greys } from '../components/pictures/colour'
import { palette } from '../components/charts/palette'
import { renderSheet } from '../components/pictures/sheet'
import type { SheetPicture } from '../components/pictures/sheet'
import { figure } from '../formats/numbers'
import type { Tile } from '../gallery/arrange'
import type { Show } from '../stores/gallery'
import { useMessages } from '../stores/messages'
import { translate } from '../texts'
import { theme } from './useTheme'

/** Pixels of the file for one of a picture: 112 a side. */
const multiple = 4

export interface Picture {
  readonly title: string
  readonly columns: number
  readonly pictures: readonly SheetPicture[]
}

/** Originals above reconstructions, titled with the epoch. */
export function seedSheet(epoch: number, originals: readonly Uint8Array[], reconstructions: readonly { readonly pixels: Uint8Array }[]): Picture {
  const pictures = [...originals, ...reconstructions.map(r => r.pixels)].map(pixels => ({ rgba: greys(pixels) }))
  return { title: translate(epoch > 0 ? 'train.seed.epoch' : 'train.seed.before', { epoch }), columns: originals.length, pictures }
}

export function gridSheet(epoch: number, tiles: readonly Tile[], show: Show): Picture {
  const pictures = tiles.flatMap(({ original, reconstruction, error, label }): SheetPicture[] => {
    const made = reconstruction ?? original
    const caption = error === null ? '' : figure(error)
    if (show === 'both') return [{ rgba: greys(original), caption: classNames[label] ?? '' }, { rgba: greys(made), caption }]
    return [{ rgba: show === 'error' ? errors(original, made, theme.value) : greys(made), caption }]
  })
  return { title: translate('gallery.sheetTitle', { epoch }), columns: 8, pictures }
}

export function useSheets() {
  const messages = useMessages()
  const render = (picture: Picture) =>
    renderSheet({ ...picture, multiple, ground: palette.value.canvas, ink: palette.value.text, font: palette.value.font })

  async function copy(picture: Picture) {
    try {
      await main.calls.copyImage({ png: await render(picture) })
      messages.say(translate('gallery.copied'))
    } catch (error) {
      messages.report(error)
    }
  }

  async function save(picture: Picture, name: string) {
    try {
      const { saved } = await main.calls.saveFile({ name, bytes: await render(picture) })
      if (saved) messages.say(translate('gallery.saved', { name: saved }))
    } catch (error) {
      messages.report(error)
    }
  }
  return { copy, save }
}
