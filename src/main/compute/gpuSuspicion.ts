/** An engine that ends or falls silent before it was ever ready may have been brought down by the GPU build that it was loading. */
import type { EngineState } from '@shared/contract/main'

/** Returns what to call with each state of the engine; `setAside` hears why the build is not to be used at the next start. */
export function gpuSuspicion(isUsed: () => boolean, setAside: (reason: string) => void): (state: EngineState) => void {
  let isLoading = false
  return (state) => {
    if (state.kind === 'starting') isLoading = isUsed()
    if (state.kind === 'ready') isLoading = false
    if (!isLoading || (state.kind !== 'gone' && state.kind !== 'silent')) return
    isLoading = false
    const [what] = /^.*?\.(?= |$)/.exec(state.message) ?? [state.message] // what follows is about now, not about the build
    setAside(`The CPU build is used, because the engine did not start with the GPU build. ${what}`)
  }
}
