/** Where the user is in the window. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

export type ViewId = 'train' | 'gallery' | 'explore' | 'apply' | 'runs' | 'settings' | 'help'

export const useUi = defineStore('ui', () => {
  const view = ref<ViewId>('train')
  const shortcutsOpen = ref(false)

  function show(next: ViewId) {
    view.value = next
  }

  return { view, shortcutsOpen, show }
})
