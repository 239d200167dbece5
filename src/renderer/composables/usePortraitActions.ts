/** What is looked at leaves the window: numbers and picture to the clipboard, picture to a file. */
import { imageSide } from '@shared/domain/image'
import type { Ref } from 'vue'
import { main } from '../clients/main'
import { greyPng } from '../pictures/png'
import { translate } from '../texts'
import { numberOf, splitOf } from '../stores/explore'
import { useMessages } from '../stores/messages'
import type { Portrait, Surroundings } from './useSubject'

/** Pictures are saved eight times as large: 224 pixels a side. */
const enlarged = 8

export function usePortraitActions(portrait: Ref<Portrait | null>, surroundings: Ref<Surroundings | null>) {
  const messages = useMessages()

  function attempt(work: (now: Portrait) => Promise<string | null>) {
    if (!portrait.value) return
    work(portrait.value).then(said => said && messages.say(said), messages.report)
  }

  const copyText = () => attempt(async ({ latent, epoch, error }) => {
    const near = surroundings.value?.neighbours.map(({ index, distance }) => ({ split: splitOf(index), image: numberOf(index), distance })) ?? []
    await main.calls.copyText({ text: JSON.stringify({ epoch, latent: [...latent], error, neighbours: near }, null, 2) })
    return translate('explore.point.copied')
  })
  const copyPicture = () => attempt(async ({ decoded }) => {
    await main.calls.copyImage({ png: await greyPng(decoded, imageSide, enlarged) })
    return translate('explore.point.copied')
  })
  const savePicture = () => attempt(async ({ decoded, epoch }) => {
    return saveFile(`decoded-epoch-${epoch}.png`, await greyPng(decoded, imageSide, enlarged))
  })

  return { copyText, copyPicture, savePicture }
}

/** Asks where to and writes; answers what to say, or null where the user thought better of it. */
export async function saveFile(name: string, bytes: Uint8Array): Promise<string | null> {
  const { saved } = await main.calls.saveFile({ name, bytes })
  return saved === null ? null : translate('explore.point.saved', { name: saved })
}
