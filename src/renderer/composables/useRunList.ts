/** Which runs the list shows, which one is chosen, and which are to be compared. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { arrange } from '../components/runs/arrange'
import type { Column, Wanted } from '../components/runs/arrange'
import { useMessages } from '../stores/messages'
import { nameOf, presetName, useRuns } from '../stores/runs'
import { translate } from '../texts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
const anything = { query: '', state: 'all', preset: 'all' } as const
/** As many as fit side by side. */
export const mostCompared = 6

export function useRunList() {
  const store = useRuns()
  const wanted = reactive<Mutable<Wanted>>({ ...anything, sort: 'date', descending: true })
  const naming = { name: nameOf, preset: (run: Parameters<typeof nameOf>[0]) => (run.facts ? presetName(run.facts) : '') }
  const rows = computed(() => arrange(store.runs, wanted, naming))
  const selectedId = ref<string | null>(null)
  const selected = computed(() => rows.value.find(({ run }) => run.id === selectedId.value)?.run ?? null)
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  const presets = computed(() => [...new Set(store.runs.map(naming.preset))].filter(name => name !== '').sort())
  const isFiltered = computed(() => wanted.query !== '' || wanted.state !== 'all' || wanted.preset !== 'all')

  function sortBy(column: Column) {
    const isText = column === 'name' || column === 'preset' || column === 'state' || column === 'device'
    const isLess = column === 'last' || column === 'best' // a smaller loss is what one looks for
    wanted.descending = wanted.sort === column ? !wanted.descending : !isText && !isLess
    wanted.sort = column
  }

  function choose(id: string) {
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    if (next.size > mostCompared) return useMessages().say(translate('runs.tooMany'), 'notice')
    chosen.value = next
  }

  /** The neighbour of a run that goes is chosen after it. */
  watch(rows, (now, before) => {
    if (now.some(({ run }) => run.id === selectedId.value)) return
    const position = before?.findIndex(({ run }) => run.id === selectedId.value) ?? -1
    selectedId.value = now[Math.min(Math.max(0, position), now.length - 1)]?.run.id ?? null
  }, { immediate: true })
  watch(() => store.runs, (runs) => {
    const there = new Set(runs.map(({ id }) => id))
    if ([...chosen.value].some(id => !there.has(id))) chosen.value = new Set([...chosen.value].filter(id => there.has(id)))
  })

  return { store, wanted, rows, selectedId, selected, chosen, presets, isFiltered, sortBy, choose, showAll: () => Object.assign(wanted, anything) }
}
