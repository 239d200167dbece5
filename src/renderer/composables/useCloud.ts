/** Keeps the cloud at the epoch of the timeline, and fetches the epochs around it ahead. */
import { onActivated, onDeactivated, ref, watch } from 'vue'
import { useEngine } from '../stores/engine'
import { useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { useTimeline } from '../stores/timeline'
import { useShown } from '../stores/shown'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'

export function useCloud() {
  const shown = useShown()
  const timeline = useTimeline()
  const engine = useEngine()
  const latent = useLatent()
  const isLoading = ref(false)
  /** While another view is on the screen nothing is fetched: the engine trains, and the window keeps its memory. */
  const isActive = ref(true)
  onActivated(() => (isActive.value = true))
  onDeactivated(() => (isActive.value = false))
  const run = latest((error) => {
    isLoading.value = false
    reportUnlessPassing(error)
  })

  async function load(runId: string, epoch: number) {
    isLoading.value = latent.frame === null
    await latent.loadLabels()
    await latent.show(runId, epoch)
    isLoading.value = false
    for (const near of [epoch + 1, epoch - 1]) {
      if (near >= 1 && near <= timeline.last && timeline.epoch === epoch) await latent.prepare(runId, near)
    }
  }

  watch(() => shown.runId, () => {
    latent.forget()
    useExplore().forgetRun()
  })
  watch(() => {
    const canAsk = isActive.value && engine.isReady && shown.isKept
    return [canAsk, shown.runId, timeline.epoch] as const
  }, ([canAsk, runId, epoch]) => {
    if (canAsk && runId && epoch > 0) run(() => load(runId, epoch))
  }, { immediate: true })

  return { isLoading }
}
