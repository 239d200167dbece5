/** What is dropped where nothing takes it: the window says what can be done with it. Exported runs are main's to import, wherever they fall. */
import { isNamedAsRun } from '@shared/domain/runFileName'
import { onScopeDispose } from 'vue'
import { useMessages } from '../stores/messages'
import { translate } from '../texts'

/** Where a text can be dropped, as anywhere else. */
const fields = 'input, textarea, [contenteditable]'

export function useDrops() {
  const messages = useMessages()
  const listening = new AbortController()
  /** A link or a picture of the window itself, which a hand has moved by accident. */
  let isOwn = false

  function over(event: DragEvent) {
    if (!isOwn && !belongsToField(event)) event.preventDefault() // else there is no drop
  }

  function drop(event: DragEvent) {
    if (isOwn || event.defaultPrevented || belongsToField(event)) return
    event.preventDefault()
    const files = [...event.dataTransfer?.files ?? []]
    if (files.length > 0 && files.every(({ name }) => isNamedAsRun(name))) return
    messages.say(translate(files.some(({ type }) => type.startsWith('image/')) ? 'shell.dropped.picture' : 'shell.dropped.other'), 'notice')
  }

  const { signal } = listening
  document.addEventListener('dragstart', () => (isOwn = true), { signal })
  document.addEventListener('dragend', () => (isOwn = false), { signal })
  document.addEventListener('dragover', over, { signal })
  document.addEventListener('drop', drop, { signal })
  onScopeDispose(() => listening.abort())
}

function belongsToField({ target, dataTransfer }: DragEvent): boolean {
  return target instanceof Element && target.closest(fields) !== null && dataTransfer?.types.includes('Files') !== true
}
