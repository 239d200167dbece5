/** The images themselves as points: fetches the pictures that the scene shows, and keeps those that it may show again. */
import { onBeforeUnmount, watch } from 'vue'
import type { LatentScene } from '../scene/latentScene'
import { sheetSlots, SpriteSheet } from '../scene/spriteSheet'
import { useExplore } from '../stores/explore'
import { useMessages } from '../stores/messages'
import { fetchImages } from './fetchImages'
import { latest } from './latest'

/** At most this many pictures are fetched at a time, so that the first ones appear at once. */
const portion = 512
/** A graphics card draws as many as fit on the screen, the processor as many as leave the view fluent. */
const most = { webgl: sheetSlots, raster: 1500 } as const

export function useSprites(scene: () => LatentScene | null) {
  const explore = useExplore()
  let sheet: SpriteSheet | null = null
  const run = latest((error) => {
    explore.sprites = false
    useMessages().report(error)
  })

  function fetchMissing(indices: readonly number[]) {
    run(async () => {
      const wanted = indices.filter(index => sheet?.has(index) === false).slice(0, portion)
      if (wanted.length === 0) return
      const pixels = await fetchImages(wanted)
      sheet?.put(wanted, pixels)
      scene()?.invalidate()
    })
  }

  /** Tells a scene what was set; called for every new scene too. */
  function show() {
    const made = scene()
    if (!made) return
    if (explore.sprites) sheet ??= new SpriteSheet()
    made.setSprites(explore.sprites ? sheet : null, { side: explore.spriteSide, most: most[made.surfaceKind] }, fetchMissing)
  }

  watch(() => [explore.sprites, explore.spriteSide] as const, show)
  watch(() => explore.cursor, index => scene()?.setPointedAt(index))
  onBeforeUnmount(() => {
    sheet?.dispose()
    sheet = null
  })

  return { show }
}
