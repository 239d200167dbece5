/** What the panel of the Train view does with the form and the run. */
import { computed } from 'vue'
import { useForm } from '../stores/form'
import { useMessages } from '../stores/messages'
import { useTraining } from '../stores/training'
import { translate } from '../texts'

export function useConfigPanel(showNext: () => void) {
  const form = useForm()
  const training = useTraining()
  const preset = computed({ get: () => form.base, set: form.choose })
  /** Why Train cannot be pressed; null where it can. */
  const reason = computed(() => (training.isActive ? translate('train.form.running') : form.problem))

  function start() {
    if (form.config && reason.value === null) void training.start(form.config)
  }

  function copy() {
    if (!training.run) return
    form.load(training.run.config)
    useMessages().say(translate('train.panel.copied'))
    showNext()
  }

  const explainRate = (text: string) => form.explain('learningRate', text)
  return { form, training, preset, reason, start, copy, explainRate }
}
