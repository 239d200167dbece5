/** The export or import that is under way: one at a time, told of where it takes long, and broken off when nobody wants it any more. */
import type { Transfer } from '@shared/contract/main'
import { LabError } from '@shared/errors'
import type { Watch } from './storage/meter'

/** What is done sooner than this is not worth a word; then it is told ten times a second. In ms. */
const [quiet, interval] = [250, 100]

export interface Transfers {
  /** Null where it was cancelled. E_BUSY while another is under way. */
  run<T>(about: Pick<Transfer, 'kind' | 'file'>, work: (watch: Watch) => Promise<T>): Promise<T | null>
  cancel(): void
  /** Cancels, and waits until what was made is taken away again. */
  close(): Promise<void>
}

/** `onTransfer` gets null when it is over. */
export function openTransfers(onTransfer: (transfer: Transfer | null) => void): Transfers {
  let current: { readonly abort: AbortController, readonly over: Promise<unknown> } | null = null

  async function watched<T>(about: Pick<Transfer, 'kind' | 'file'>, abort: AbortController, work: (watch: Watch) => Promise<T>): Promise<T | null> {
    let next = performance.now() + quiet
    let wasTold = false
    function onProgress(share: number) {
      if (performance.now() < next) return
      next = performance.now() + interval
      wasTold = true
      onTransfer({ ...about, share })
    }
    try {
      return await work({ onProgress, signal: abort.signal })
    } catch (error) {
      if (abort.signal.aborted) return null
      throw error
    } finally {
      current = null
      if (wasTold) onTransfer(null)
    }
  }

  return {
    run(about, work) {
      if (current) throw new LabError('E_BUSY', 'A run is being exported or imported. Wait for it, or cancel it.')
      const abort = new AbortController()
      const over = watched(about, abort, work)
      current = { abort, over }
      return over
    },
    cancel: () => current?.abort.abort(),
    async close() {
      current?.abort.abort()
      await current?.over.catch(() => undefined)
    },
  }
}
