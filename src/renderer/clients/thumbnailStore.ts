/** Thumbnails kept from one start of the app to the next, in the browser's own database: one a run, of its newest epoch. */
import type { Thumbnail } from '../components/runs/thumbnail'

interface Kept extends Thumbnail {
  /** Which epoch of the run it shows: see `keyOf` in useThumbnails. */
  readonly key: string
}

const table = 'thumbnails'
/** About 50 MB; where there are more, all are made anew. */
const most = 6000

let opening: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  return opening ??= (async () => {
    const request = indexedDB.open('latent-lab', 1)
    request.onupgradeneeded = () => void request.result.createObjectStore(table)
    const opened = await done(request)
    const all = await done(opened.transaction(table).objectStore(table).count())
    if (all > most) await done(opened.transaction(table, 'readwrite').objectStore(table).clear())
    return opened
  })()
}

/** Of each run the thumbnail with the key, where there is one. Without a database there is none of any. */
export async function recall(wanted: readonly { readonly runId: string, readonly key: string }[]): Promise<readonly (Thumbnail | null)[]> {
  try {
    const store = (await database()).transaction(table).objectStore(table)
    const found = await Promise.all(wanted.map(({ runId }) => done(store.get(runId) as IDBRequest<Kept | undefined>)))
    return found.map((kept, n) => kept && kept.key === wanted[n]?.key ? kept : null)
  } catch {
    return wanted.map(() => null)
  }
}

export async function remember(runId: string, key: string, thumbnail: Thumbnail): Promise<void> {
  try {
    const store = (await database()).transaction(table, 'readwrite').objectStore(table)
    await done(store.put({ key, ...thumbnail } satisfies Kept, runId))
  } catch { /* it is made again the next time */ }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the database failed'))
  })
}
