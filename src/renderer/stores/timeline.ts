/** The one epoch that Train, Gallery and Explore show: the newest while it is followed, any kept one when scrubbed to. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useShown } from './shown'

/** Time for one epoch of the film, in ms; long films go faster, so that none takes longer than `longest`. */
const frame = 450
const longest = 20_000

export const useTimeline = defineStore('timeline', () => {
  const shown = useShown()
  const chosen = ref<number | null>(null)
  const isPlaying = ref(false)
  /** 1, or the epoch after the one that the run was branched from; 0 while there is none. */
  const first = computed(() => shown.epochs[0]?.epoch ?? 0)
  const last = computed(() => shown.latestEpoch?.epoch ?? 0)
  const epoch = computed(() => Math.min(chosen.value ?? last.value, last.value))
  const isLive = computed(() => chosen.value === null)
  const report = computed(() => shown.epochs.find(e => e.epoch === epoch.value) ?? null)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Going to the newest epoch follows the run again. */
  function go(to: number) {
    const bounded = Math.max(first.value, Math.min(Math.round(to), last.value))
    chosen.value = bounded >= last.value ? null : bounded
  }

  function scrub(to: number) {
    pause()
    go(to)
  }

  function follow() {
    pause()
    chosen.value = null
  }

  function play() {
    if (last.value <= first.value) return
    if (epoch.value >= last.value) chosen.value = first.value
    isPlaying.value = true
    schedule()
  }

  function pause() {
    isPlaying.value = false
    clearTimeout(timer)
  }

  function schedule() {
    clearTimeout(timer)
    timer = setTimeout(() => {
      go(epoch.value + 1)
      if (isLive.value) pause()
      else schedule()
    }, Math.min(frame, longest / (last.value - first.value + 1)))
  }

  watch(() => shown.runId, follow)

  return { epoch, first, last, isLive, isPlaying, report, scrub, follow, play, pause }
})
