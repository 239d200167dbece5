/** mean(A) − mean(B) of two kept selections, and moving what is looked at along it. */
import { attributeVector, summarise, type SelectionSummary } from '@shared/domain/latent/statistics'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useExplore, type Subject } from '../stores/explore'
import { latentOf, useLatent, type LatentFrame } from '../stores/latent'
import { classes } from './useMarks'
import type { Portrait } from './useSubject'

/** Selections are kept as images: what they have in common lies elsewhere after each epoch. */
export function useDirection(indices: Readonly<Ref<Int32Array>>, portrait: Readonly<Ref<Portrait | null>>) {
  const explore = useExplore()
  const latent = useLatent()
  const [keptA, keptB] = [shallowRef<Int32Array | null>(null), shallowRef<Int32Array | null>(null)]
  const [a, b] = [summaryOf(keptA), summaryOf(keptB)]
  const vector = computed(() => a.value && b.value ? attributeVector(a.value, b.value) : null)
  const amount = ref(0)
  /** What is moved, and its latent in the frame that it was taken from. */
  let origin: Subject | null = explore.subject
  let base: { readonly of: LatentFrame, readonly latent: Float32Array } | null = null
  let own: Subject | null = null

  function summaryOf(kept: Readonly<Ref<Int32Array | null>>) {
    return computed((): SelectionSummary | null => {
      const { frame, labels } = latent
      return kept.value && frame && labels ? summarise({ ...frame, labels }, kept.value, classes) : null
    })
  }

  function latentOfOrigin(frame: LatentFrame): Float32Array | null {
    if (origin?.kind === 'point') return latentOf(frame, origin.index)
    if (origin?.kind === 'place') return origin.latent
    return portrait.value && portrait.value.subject === origin && portrait.value.epoch === frame.epoch ? portrait.value.latent : null
  }

  function move(to: number) {
    const { frame } = latent
    if (!frame || !origin || !vector.value) return
    if (to === 0) return leave()
    if (base?.of !== frame) {
      const start = latentOfOrigin(frame)
      base = start && { of: frame, latent: start }
    }
    if (!base) return leave() // a picture has no latent of an epoch until it was encoded again
    const along = vector.value
    own = { kind: 'place', latent: base.latent.map((value, k) => value + to * (along[k] ?? 0)) }
    explore.subject = own
    amount.value = to
  }

  /** Back to what was moved. */
  function leave() {
    explore.subject = origin
    amount.value = 0
  }

  watch(() => latent.frame?.runId, () => {
    keptA.value = keptB.value = null
  })
  watch(() => explore.subject, (subject) => {
    if (subject === own) return
    // Something else is looked at: the slider starts anew from there.
    origin = subject
    base = own = null
    amount.value = 0
  }, { flush: 'sync' })
  watch(vector, () => amount.value !== 0 && move(amount.value))

  const keepA = () => { keptA.value = indices.value }
  const keepB = () => { keptB.value = indices.value }
  return { a, b, amount, move, keepA, keepB }
}
