/** For screen readers: the run's changes of state, and its epochs, but seldom more than one sentence in ten seconds. */
import { ref, watch } from 'vue'
import { figure } from '../formats/numbers'
import { useTraining } from '../stores/training'
import { translate } from '../texts'

const pause = 10_000

export function useAnnouncement() {
  const training = useTraining()
  const text = ref('')
  let lastTime = -Infinity // of a clock that nobody sets

  watch(() => training.state?.kind, (kind) => {
    const state = training.state
    if (!kind || !state || kind === 'evaluating' || (kind === 'training' && text.value !== '')) return
    text.value = state.kind === 'ended' ? state.message : translate(`shell.state.${kind}`)
  })
  watch(() => training.latestEpoch, (report) => {
    if (!report || performance.now() - lastTime < pause) return
    lastTime = performance.now()
    text.value = `${translate('train.seed.epoch', { epoch: report.epoch })}. ${translate('train.figures.testMse')} ${figure(report.testMse)}.`
  })
  return text
}
