/** Sentences for the user: what happened, where, and what to do. */
import { LabError, messageOf } from '@shared/errors'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export type Level = 'info' | 'notice' | 'error'

export interface Action {
  readonly label: string
  readonly run: () => unknown
}

export interface Message {
  readonly id: number
  readonly level: Level
  readonly text: string
  /** What can be done about it. */
  readonly action?: Action
}

/** Errors stay until they are closed; the rest goes by itself. */
const lifetime: Readonly<Record<Level, number>> = { info: 5_000, notice: 10_000, error: Infinity }
const atOnce = 4

export const useMessages = defineStore('messages', () => {
  const messages = shallowRef<readonly Message[]>([])
  let lastId = 0

  function say(text: string, level: Level = 'info', action?: Action) {
    if (!action && messages.value.some(m => m.text === text && m.level === level)) return
    const id = ++lastId
    messages.value = [...messages.value, { id, level, text, ...action ? { action } : {} }].slice(-atOnce)
    if (Number.isFinite(lifetime[level])) setTimeout(() => dismiss(id), lifetime[level])
  }

  function dismiss(id: number) {
    messages.value = messages.value.filter(m => m.id !== id)
  }

  /** Shows an error's sentence; give it to `catch`. */
  function report(error: unknown) {
    say(error instanceof LabError ? error.message : messageOf(error), 'error')
  }

  return { messages, say, dismiss, report }
})
