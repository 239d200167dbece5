/**
 * Kept runs are files: the command line, or another lab on the same disk, may train one while the list is looked at. Nobody tells this window
 * of that, so it looks: at all of them when the list is shown, and then at the chosen one and those that others train.
 */
import type { KeptRun } from '@shared/domain/keptRun'
import { onScopeDispose, toValue, watch } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { useRuns } from '../stores/runs'
import { useTraining } from '../stores/training'

/** Between two looks, in ms; a look at a run reads two small files. */
const interval = 2000

export function useFreshRuns(selected: MaybeRefOrGetter<KeptRun | null>, isShown: () => boolean) {
  const store = useRuns()
  const training = useTraining()
  let timer: ReturnType<typeof setInterval> | undefined

  function look() {
    if (document.visibilityState === 'hidden') return
    const others = store.runs.filter(({ facts }) => facts?.state.kind === 'training').map(({ id }) => id)
    const ids = new Set([...others, ...[toValue(selected)?.id ?? []].flat()])
    if (training.isActive && training.runId !== null) ids.delete(training.runId) // the engine tells of its own
    for (const id of ids) void store.refreshOne(id)
  }

  watch(isShown, (isShown) => {
    clearInterval(timer)
    if (!isShown) return
    if (store.isLoaded) void store.refresh()
    timer = setInterval(look, interval)
  }, { immediate: true })
  onScopeDispose(() => clearInterval(timer))
}
