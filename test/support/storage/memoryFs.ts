/**
 * A file system in memory that logs every change, so that a crash at any point can be replayed.
 *
 * The model is POSIX's, not a friendly disk's: bytes are durable after the file's sync, a name (created, moved, removed) only after the
 * sync of each folder it concerns; whatever is not may be lost, alone or together, in any order.
 */
import { basename, dirname } from 'node:path'
import type { FileWriter, FsPort } from '../../../src/main/storage/fsPort'

export interface FileNode { readonly kind: 'file', readonly id: number, bytes: Buffer }
export interface FolderNode { readonly kind: 'folder', readonly id: number, readonly entries: Map<string, number> }
export type Node = FileNode | FolderNode

/** A change, told by the nodes it concerns: paths may have moved by the time it is replayed. */
export type Change
  = | { readonly kind: 'make', readonly parent: number, readonly name: string, readonly node: number, readonly what: 'file' | 'folder' }
    | { readonly kind: 'write', readonly node: number, readonly position: number, readonly bytes: Buffer }
    | { readonly kind: 'cut', readonly node: number, readonly length: number }
    | { readonly kind: 'move', readonly from: number, readonly name: string, readonly to: number, readonly newName: string }
    | { readonly kind: 'remove', readonly parent: number, readonly name: string }
    | { readonly kind: 'sync', readonly node: number }

export type Tree = Map<number, Node>
export const rootId = 0

export function emptyTree(): Tree {
  return new Map<number, Node>([[rootId, { kind: 'folder', id: rootId, entries: new Map() }]])
}

export function copyOf(tree: Tree): Tree {
  return new Map([...tree].map(([id, node]) => [id, node.kind === 'file'
    ? { ...node, bytes: Buffer.from(node.bytes) }
    : { ...node, entries: new Map(node.entries) }]))
}

/** Does nothing where an earlier change that this one needs was lost. */
export function apply(tree: Tree, change: Change): void {
  switch (change.kind) {
    case 'make': {
      const { node: id, what } = change
      tree.set(id, what === 'file' ? { kind: 'file', id, bytes: Buffer.alloc(0) } : { kind: 'folder', id, entries: new Map() })
      return void folder(tree, change.parent)?.entries.set(change.name, id)
    }
    case 'write': {
      const file = tree.get(change.node)
      if (file?.kind !== 'file') return
      const grown = Buffer.alloc(Math.max(file.bytes.length, change.position + change.bytes.length))
      file.bytes.copy(grown)
      change.bytes.copy(grown, change.position)
      file.bytes = grown
      return
    }
    case 'cut': {
      const file = tree.get(change.node)
      if (file?.kind !== 'file') return
      const cut = Buffer.alloc(change.length)
      file.bytes.copy(cut)
      file.bytes = cut
      return
    }
    case 'move': {
      const id = folder(tree, change.from)?.entries.get(change.name)
      if (id === undefined) return
      folder(tree, change.from)?.entries.delete(change.name)
      return void folder(tree, change.to)?.entries.set(change.newName, id)
    }
    case 'remove': return void folder(tree, change.parent)?.entries.delete(change.name)
    case 'sync': return
  }
}

function folder(tree: Tree, id: number): FolderNode | undefined {
  const node = tree.get(id)
  return node?.kind === 'folder' ? node : undefined
}

export interface MemoryFs extends FsPort {
  readonly tree: Tree
  readonly log: Change[]
}

/** Paths are absolute; `tree` is changed in place. */
export function memoryFs(tree: Tree = emptyTree(), log: Change[] = []): MemoryFs {
  let lastId = Math.max(...tree.keys())
  function find(path: string): Node | undefined {
    let node = tree.get(rootId)
    for (const name of path.split('/').filter(part => part !== '')) {
      const id = node?.kind === 'folder' ? node.entries.get(name) : undefined
      node = id === undefined ? undefined : tree.get(id)
    }
    return node
  }
  function need<K extends Node['kind']>(path: string, kind: K): Extract<Node, { kind: K }> {
    const node = find(path)
    if (!node) throw fault('ENOENT', path)
    if (node.kind !== kind) throw fault(kind === 'folder' ? 'ENOTDIR' : 'EISDIR', path)
    return node as Extract<Node, { kind: K }>
  }
  function change(entry: Change) {
    log.push(entry)
    apply(tree, entry)
  }
  function make(path: string, what: 'file' | 'folder'): number {
    const parent = need(dirname(path), 'folder').id
    if (find(path)) throw fault('EEXIST', path)
    change({ kind: 'make', parent, name: basename(path), node: ++lastId, what })
    return lastId
  }
  function writer(node: number, start: number): FileWriter {
    let position = start
    return {
      async write(bytes) {
        change({ kind: 'write', node, position, bytes: Buffer.from(bytes) })
        position += bytes.length
      },
      sync: async () => change({ kind: 'sync', node }),
      close: async () => undefined,
    }
  }

  return {
    tree, log,
    makeFolder: async path => void make(path, 'folder'),
    createFile: async path => writer(make(path, 'file'), 0),
    async openFile(path, length) {
      const { id } = need(path, 'file')
      change({ kind: 'cut', node: id, length })
      return writer(id, length)
    },
    async rename(from, to) {
      const source = find(from)
      const target = find(to)
      if (!source) throw fault('ENOENT', from)
      if (target?.kind === 'folder' && target.entries.size > 0) throw fault('ENOTEMPTY', to)
      const [fromId, toId] = [need(dirname(from), 'folder').id, need(dirname(to), 'folder').id]
      change({ kind: 'move', from: fromId, name: basename(from), to: toId, newName: basename(to) })
    },
    async removeFile(path) {
      need(path, 'file')
      change({ kind: 'remove', parent: need(dirname(path), 'folder').id, name: basename(path) })
    },
    async removeFolder(path) {
      if (need(path, 'folder').entries.size > 0) throw fault('ENOTEMPTY', path)
      change({ kind: 'remove', parent: need(dirname(path), 'folder').id, name: basename(path) })
    },
    syncFolder: async path => change({ kind: 'sync', node: need(path, 'folder').id }),
    list: async path => [...need(path, 'folder').entries.keys()],
    async inspect(path) {
      const node = find(path)
      return node ? { kind: node.kind, bytes: node.kind === 'file' ? node.bytes.length : 0, identity: String(node.id) } : null
    },
    async readFile(path) {
      const { bytes } = need(path, 'file')
      return {
        bytes: bytes.length,
        read: async (into, position) => bytes.copy(into, 0, position, Math.min(bytes.length, position + into.length)),
        close: async () => undefined,
      }
    },
    freeBytes: async () => 1e12,
  }
}

export function fault(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}
