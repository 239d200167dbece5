/** All that a disk may hold after a power loss: a prefix of the changes, without some of those that were not yet synced. */
import { apply, copyOf } from './memoryFs'
import type { Change, Tree } from './memoryFs'

export interface CrashState {
  /** Changes that were made before the power went. */
  readonly made: number
  /** Of these, the ones that did not reach the disk. */
  readonly lost: readonly number[]
  readonly tree: Tree
}

/** What becomes of a lost write: it never happened; its length arrived, but not its bytes; or only its first half did. */
export type Loss = 'gone' | 'zeroed' | 'torn'

/** `start` is all durable. Drops up to `most` unsynced changes of each prefix that is at least `from` long. */
export function* crashStates(start: Tree, log: readonly Change[], most: number, loss: Loss = 'gone', from = 0): Generator<CrashState> {
  for (let made = from; made <= log.length; made++) {
    for (const lost of subsets(unsynced(log.slice(0, made)), most)) {
      if (loss !== 'gone' && !lost.some(i => log[i]?.kind === 'write')) continue // the same as gone
      yield { made, lost, tree: replay(start, log.slice(0, made), lost, loss) }
    }
  }
}

function replay(start: Tree, changes: readonly Change[], lost: readonly number[], loss: Loss): Tree {
  const tree = copyOf(start)
  changes.forEach((change, i) => {
    if (!lost.includes(i)) apply(tree, change)
    else if (change.kind === 'write' && loss !== 'gone') apply(tree, { ...change, bytes: remains(change.bytes, loss) })
    else if (change.kind === 'make') keepUnnamed(tree, change)
  })
  return tree
}

/** The name is lost; what later changes do to the nameless thing must not fail. */
function keepUnnamed(tree: Tree, change: Extract<Change, { kind: 'make' }>): void {
  apply(tree, { ...change, parent: -1 })
}

function remains(bytes: Buffer, loss: Loss): Buffer {
  return loss === 'zeroed' ? Buffer.alloc(bytes.length) : bytes.subarray(0, bytes.length >> 1)
}

/** Indices of changes that no later sync made durable. */
function unsynced(changes: readonly Change[]): number[] {
  const waiting = new Map<number, Set<number>>() // change -> nodes whose sync it still needs
  changes.forEach((change, i) => {
    if (change.kind === 'sync') {
      for (const [j, nodes] of waiting) if (nodes.delete(change.node) && nodes.size === 0) waiting.delete(j)
    } else waiting.set(i, new Set(concerned(change)))
  })
  return [...waiting.keys()]
}

function concerned(change: Exclude<Change, { kind: 'sync' }>): number[] {
  switch (change.kind) {
    case 'make': case 'remove': return [change.parent]
    case 'write': case 'cut': return [change.node]
    case 'move': return [change.from, change.to]
  }
}

export function* subsets(items: readonly number[], most: number, start = 0): Generator<number[]> {
  yield []
  if (most === 0) return
  for (let i = start; i < items.length; i++) {
    for (const rest of subsets(items, most - 1, i + 1)) yield [items[i] as number, ...rest]
  }
}
