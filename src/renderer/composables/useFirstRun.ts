/** Trains the Seed experiment for whoever has not found the button yet; where the engine still starts, as soon as it has. */
import { watch } from 'vue'
import { useEngine } from '../stores/engine'
import { useForm } from '../stores/form'
import { useMessages } from '../stores/messages'
import { useTraining } from '../stores/training'
import { useUi } from '../stores/ui'
import { translate } from '../texts'

export function useFirstRun() {
  const engine = useEngine()
  const form = useForm()
  const training = useTraining()

  function begin() {
    form.choose('seed')
    if (!training.isActive && form.problem === null) void form.train()
  }

  return function trainSeed() {
    useUi().show('train')
    if (engine.isReady) return begin()
    useMessages().say(translate('welcome.waiting'), 'notice')
    const stop = watch(() => engine.isReady, (isReady) => {
      if (!isReady) return
      stop()
      begin()
    })
  }
}
