/**
 * Thumbnails for the rows that are seen: out of memory, else out of the database, else made by the engine, one run at a time and
 * only once the list has come to rest. Rows that were scrolled past ask for nothing.
 */
import type { KeptRun } from '@shared/domain/keptRun'
import { onScopeDispose, shallowRef, toValue, triggerRef, watch } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { engine } from '../clients/engine'
import { recall, remember } from '../clients/thumbnailStore'
import { flatten } from '../components/runs/flatten'
import { pictured, thumbnailOf } from '../components/runs/thumbnail'
import type { Thumbnail } from '../components/runs/thumbnail'
import { useEngine } from '../stores/engine'
import { usePictures } from '../stores/pictures'
import { Recent } from '../stores/recent'

interface Wanted {
  readonly runId: string
  readonly epoch: number
  readonly key: string
}

const known = new Recent<string, Thumbnail>(2000)
/** Of runs that cannot be read; they are not asked for again before the engine is another. */
const failed = new Set<string>()
/** How long the list must rest before anything is made, in ms. */
const rest = 150

/** `runs`: those in view. Answers what is known of a run, reactively. */
export function useThumbnails(runs: MaybeRefOrGetter<readonly KeptRun[]>) {
  const arrived = shallowRef(0)
  const store = useEngine()
  let wanted: readonly Wanted[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isMaking = false

  async function lookUp() {
    const missing = wanted.filter(({ key }) => !known.get(key))
    if (missing.length === 0) return
    const found = await recall(missing)
    found.forEach((thumbnail, n) => thumbnail && known.set(missing[n]?.key ?? '', thumbnail))
    if (found.some(Boolean)) triggerRef(arrived)
    clearTimeout(timer)
    timer = setTimeout(() => void make(), rest)
  }

  /** What is in view by then; the next one is chosen only when one is done. */
  async function make() {
    if (isMaking) return
    isMaking = true
    for (;;) {
      const next = store.isReady ? wanted.find(({ key }) => !known.get(key) && !failed.has(key)) : undefined
      if (!next) break
      await makeOne(next).catch(() => failed.add(next.key)) // why it cannot be read is told where it is opened
      triggerRef(arrived)
    }
    isMaking = false
  }

  watch(() => toValue(runs).map(run => keyOf(run) ?? '').join('\n'), () => {
    wanted = toValue(runs).flatMap(run => wantedOf(run) ?? [])
    void lookUp()
  }, { immediate: true })
  watch(() => store.isReady, (isReady) => {
    failed.clear()
    if (isReady) void make()
  })
  onScopeDispose(() => {
    wanted = []
    clearTimeout(timer)
  })

  return function thumbnailFor(run: KeptRun): Thumbnail | null {
    void arrived.value
    return known.get(keyOf(run) ?? '') ?? null
  }
}

/** What was made of one epoch stays; a run that was resumed from an earlier one has other figures there. */
function keyOf({ id, facts }: KeptRun): string | null {
  return facts?.last ? `${id}/${facts.last.epoch}/${facts.last.testLoss}` : null
}

function wantedOf(run: KeptRun): Wanted | null {
  const key = keyOf(run)
  return key === null ? null : { runId: run.id, epoch: run.facts?.last?.epoch ?? 0, key }
}

async function makeOne({ runId, epoch, key }: Wanted): Promise<void> {
  const pictures = usePictures()
  const [{ pixels }, { dimension, values }] = await Promise.all([
    engine.calls.reconstruct({ runId, epoch, split: 'test', indices: Int32Array.from(pictured) }),
    engine.calls.latents({ runId, epoch, split: 'test' }),
    pictures.loadLabels('test'),
  ])
  const components = dimension > 3 ? await engine.calls.projection({ runId, epoch }) : null
  const thumbnail = thumbnailOf(flatten(values, dimension, pictures.labels.test ?? new Uint8Array(), components), pixels)
  known.set(key, thumbnail)
  await remember(runId, key, thumbnail)
}
