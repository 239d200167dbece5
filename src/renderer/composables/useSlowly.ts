/** A value that changes too often to be read, as it was at most `period` milliseconds ago. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'

export function useSlowly<T>(source: () => T, period: number): Readonly<ShallowRef<T>> {
  const slow = shallowRef(source())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, () => {
    timer ??= setTimeout(() => {
      timer = undefined
      slow.value = source()
    }, period)
  })
  onScopeDispose(() => clearTimeout(timer))
  return slow
}
