/** The welcome of the first start, and the guided tour: where in it the user is. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { steps } from '../tour/steps'
import { useSettings } from './settings'
import { useUi } from './ui'

export const useTour = defineStore('tour', () => {
  const settings = useSettings()
  const isReplayed = ref(false)
  /** In this window, whether or not the settings could be kept. */
  const isSeen = ref(false)
  const number = ref(-1)
  const step = computed(() => steps[number.value] ?? null)
  const isLast = computed(() => number.value === steps.length - 1)
  /** Once, before anything was seen; again where it is asked for. */
  const isWelcoming = computed(() => isReplayed.value || (settings.isKnown && !settings.settings.welcomed && !isSeen.value))

  function welcome() {
    isReplayed.value = true
  }

  function endWelcome() {
    isReplayed.value = false
    isSeen.value = true
    if (!settings.settings.welcomed) void settings.change({ welcomed: true })
  }

  function go(to: number) {
    number.value = to
    if (step.value) useUi().show(step.value.view)
  }

  function start() {
    endWelcome()
    go(0)
  }

  const end = () => (number.value = -1)
  const next = () => (isLast.value ? end() : go(number.value + 1))
  const back = () => go(Math.max(0, number.value - 1))

  return { step, number, isLast, isWelcoming, welcome, endWelcome, start, next, back, end }
})
