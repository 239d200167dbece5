/** UMAP of the shown epoch, worked out on a thread of its own when it is asked for. */
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { firstTest, testStart, useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { translate } from '../texts'
import type { UmapNews, UmapTask } from '../workers/umap.worker'
import umapWorker from '../workers/umap.worker?worker&url'
import { openWorker } from '../workers/open'

export function useUmap() {
  const latent = useLatent()
  /** 0 to 1 while one is being worked out. */
  const share = ref<number | null>(null)
  const of = shallowRef<LatentFrame | null>(null)
  let worker: Worker | null = null

  const isPossible = computed(() => latent.frame !== null && latent.frame.dimension > 3)
  /** UMAP was chosen, and this epoch has none. */
  const isMissing = computed(() => latent.projection === 'umap' && isPossible.value && latent.frame?.space.kind !== 'umap' && share.value === null)

  function start() {
    const { frame } = latent
    if (!frame || worker) return
    try {
      worker = openWorker(umapWorker)
    } catch (error) {
      return fail(error)
    }
    of.value = frame
    share.value = 0
    worker.onmessage = ({ data }: MessageEvent<UmapNews>) => take(frame, data)
    worker.onerror = event => fail(new Error(event.message))
    const task: UmapTask = { values: frame.values.slice(firstTest * frame.dimension), dimension: frame.dimension, start: testStart(frame), seed: 1 }
    worker.postMessage(task)
  }

  function take({ runId, epoch }: LatentFrame, news: UmapNews) {
    if ('share' in news) {
      share.value = news.share
      return
    }
    end()
    latent.keepEmbedding(runId, epoch, news.places)
  }

  function fail(error: unknown) {
    end()
    latent.projection = 'pca'
    useMessages().say(translate('explore.umap.failed', { reason: error instanceof Error ? error.message : String(error) }), 'error')
  }

  function end() {
    worker?.terminate()
    worker = null
    share.value = of.value = null
  }

  /** Back to what was shown before. */
  function cancel() {
    end()
    if (latent.frame?.space.kind !== 'umap') latent.projection = 'pca'
  }

  /** Chosen by hand it begins at once; an epoch that is scrubbed to waits to be asked. */
  watch(() => latent.projection, (now) => {
    if (now === 'umap' && isMissing.value) start()
    else if (now === 'pca') end()
  })
  watch(() => latent.frame?.runId, () => {
    if (of.value && of.value.runId !== latent.frame?.runId) end()
  })
  onBeforeUnmount(end)

  return { share, of, isPossible, isMissing, start, cancel }
}
