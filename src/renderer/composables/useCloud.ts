/** Keeps the cloud at the epoch of the timeline, and fetches the epochs around it ahead. */
import { LabError } from '@shared/errors'
import { ref, watch } from 'vue'
import { useEngine } from '../stores/engine'
import { useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { useTimeline } from '../stores/timeline'
import { useTraining } from '../stores/training'
import { latest } from './latest'

export function useCloud() {
  const training = useTraining()
  const timeline = useTimeline()
  const engine = useEngine()
  const latent = useLatent()
  const isLoading = ref(false)
  const run = latest((error) => {
    isLoading.value = false
    const isTold = error instanceof LabError && (error.code === 'E_ENGINE_DIED' || error.code === 'E_NO_RUN')
    if (!isTold) useMessages().report(error)
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

  watch(() => training.runId, () => {
    latent.forget()
    useExplore().forgetRun()
  })
  watch(() => [training.runId, timeline.epoch, engine.isReady, training.isKept] as const, ([runId, epoch, isReady, isKept]) => {
    if (runId && epoch > 0 && isReady && isKept) run(() => load(runId, epoch))
  }, { immediate: true })

  return { isLoading }
}
