/** What the panel of the Train view does with the form and the run. */
import { computed } from 'vue'
import { useForm } from '../stores/form'
import { useMessages } from '../stores/messages'
import { useShown } from '../stores/shown'
import { useTraining } from '../stores/training'
import { translate } from '../texts'

export function useConfigPanel(showNext: () => void) {
  const form = useForm()
  const training = useTraining()
  const shown = useShown()
  const run = computed(() => shown.run)
  const isLive = computed(() => !shown.isOpened)
  const preset = computed({ get: () => form.base, set: form.choose })
  /** Why Train cannot be pressed; null where it can. */
  const reason = computed(() => (training.isActive ? translate('train.form.running') : form.problem))

  function start() {
    if (form.config && reason.value === null) void form.train()
  }

  function copy() {
    if (!shown.run) return
    form.load(shown.run.config)
    useMessages().say(translate('train.panel.copied'))
    showNext()
  }

  const explainRate = (text: string) => form.explain('learningRate', text)
  return { form, training, run, isLive, preset, reason, start, copy, explainRate }
}
