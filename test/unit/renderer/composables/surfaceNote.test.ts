// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import { useSurfaceNote } from '../../../../src/renderer/composables/useSurfaceNote'
import type { Substitute } from '../../../../src/renderer/scene/surfaceKeeper'

let close = () => undefined as unknown
beforeEach(() => { setActivePinia(createPinia()) })
afterEach(() => close())

function open(first: Substitute | null) {
  const substitute = ref(first)
  let made: ReturnType<typeof useSurfaceNote> | undefined
  const page = mount({
    setup() {
      made = useSurfaceNote(substitute)
      return () => h('p')
    },
  })
  close = () => page.unmount()
  if (!made) throw new Error('not set up')
  const { note, dismiss } = made
  return {
    dismiss,
    text: () => note.value,
    async become(now: Substitute | null) {
      substitute.value = now
      await nextTick()
      return note.value
    },
  }
}

it('says that there is no graphics card, until it was read', () => {
  const stage = open('missing')
  expect(stage.text()).toContain('no graphics card')
  stage.dismiss()
  expect(stage.text()).toBeNull()
})

it('says so at one visit only, in whichever view of the window', async () => {
  expect(await open('missing').become(null)).toBeNull()
  close()
  expect(open('missing').text()).toBeNull()
})

it('says nothing where a graphics card draws, or the processor was chosen', () => {
  expect(open(null).text()).toBeNull()
  expect(open('chosen').text()).toBeNull()
})

it('says each time that the graphics card stopped drawing, while it does not', async () => {
  const stage = open(null)
  for (let time = 0; time < 2; time++) {
    expect(await stage.become('lost')).toContain('stopped drawing')
    stage.dismiss()
    expect(stage.text()).toBeNull()
    expect(await stage.become(null)).toBeNull()
  }
})
