/** Listens to the keys of the whole window. */
import { onBeforeUnmount, onMounted } from 'vue'
import { useForm } from '../stores/form'
import { useTimeline } from '../stores/timeline'
import { useTraining } from '../stores/training'
import { useUi } from '../stores/ui'
import { views } from '../views'
import { shortcutOf } from './shortcuts'
import type { ShortcutId } from './shortcuts'

export function useShortcuts() {
  const actions = actionsOf()

  function press(event: KeyboardEvent) {
    if (event.defaultPrevented || (event.repeat && event.key === 'Enter')) return
    const number = Number(event.key)
    const view = (event.ctrlKey || event.metaKey) && number >= 1 ? views[number - 1] : undefined
    if (view) {
      event.preventDefault()
      return useUi().show(view.id)
    }
    const id = shortcutOf(event, isWriting(event.target))
    if (!id) return
    event.preventDefault()
    actions[id]()
  }

  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}

function actionsOf(): Record<ShortcutId, () => unknown> {
  const ui = useUi()
  const form = useForm()
  const training = useTraining()
  const timeline = useTimeline()
  return {
    help: () => (ui.shortcutsOpen = true),
    guide: () => ui.show('help'),
    start: () => form.config && !training.isActive && form.problem === null && form.train(),
    pause: () => {
      if (training.state?.kind === 'paused') return training.resume()
      return training.isActive && training.pause()
    },
    step: () => training.state?.kind === 'paused' && training.step(),
    previous: () => timeline.scrub(timeline.epoch - 1),
    next: () => timeline.scrub(timeline.epoch + 1),
    first: () => timeline.scrub(timeline.first),
    latest: () => timeline.follow(),
    play: () => timeline.isPlaying ? timeline.pause() : timeline.play(),
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox], [type=range]), textarea, select, [contenteditable=true]')
}
