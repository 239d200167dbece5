// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useDrops } from '../../../../src/renderer/composables/useDrops'
import { useMessages } from '../../../../src/renderer/stores/messages'

const picture = new File(['x'], 'dress.png', { type: 'image/png' })
const text = new File(['x'], 'notes.txt', { type: 'text/plain' })
const run = new File(['x'], 'seed.run.tar')

let scope: EffectScope
beforeEach(() => {
  setActivePinia(createPinia())
  document.body.innerHTML = '<main></main><input>'
  scope = effectScope()
  scope.run(useDrops)
})
afterEach(() => scope.stop())

/** Drags over an element and drops; answers what the window says, and whether it kept the files from being opened instead of it. */
function drop(files: readonly File[], on = 'main', types: readonly string[] = ['Files']) {
  const dispatch = (kind: string) => {
    const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { dataTransfer: { files, types } })
    document.querySelector(on)?.dispatchEvent(event)
    return event.defaultPrevented
  }
  const isTaken = dispatch('dragover') && dispatch('drop')
  return { isTaken, said: useMessages().messages.map(message => message.text) }
}

it('says where a picture can be dropped, and what else can be', () => {
  expect(drop([picture])).toEqual({ isTaken: true, said: [expect.stringMatching(/^Pictures are encoded/)] })
  expect(drop([text]).said[1]).toMatch(/^This cannot be used here/)
})

it('one picture among other files is enough for its sentence', () => {
  expect(drop([text, picture]).said).toEqual([expect.stringMatching(/^Pictures are encoded/)])
})

it('says nothing of an exported run, which main takes wherever it falls', () => {
  expect(drop([run])).toEqual({ isTaken: true, said: [] })
})

it('a text may be dropped into a field; a file may not', () => {
  expect(drop([], 'input', ['text/plain'])).toEqual({ isTaken: false, said: [] })
  expect(drop([picture], 'input').isTaken).toBe(true)
})

it('what a view takes needs no sentence', () => {
  document.querySelector('main')?.addEventListener('drop', event => event.preventDefault())
  expect(drop([picture]).said).toEqual([])
})

it('a part of the window that is moved by accident is no drop', () => {
  document.dispatchEvent(new Event('dragstart'))
  expect(drop([], 'main', ['text/html'])).toEqual({ isTaken: false, said: [] })
  document.dispatchEvent(new Event('dragend'))
  expect(drop([picture]).said).toHaveLength(1)
})
