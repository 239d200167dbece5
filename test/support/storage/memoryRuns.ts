/** Runs in a memory file system, and what may be said of any of their states after a crash. */
import { expect } from 'vitest'
import { diskArchive } from '../../../src/main/storage/archive'
import { newRunFile, publishRun, writeRunSkeleton } from '../../../src/main/storage/createRun'
import { noLabels } from '../../../src/main/storage/runFile'
import { aDraft, aRecord } from './builders'
import { copyOf, memoryFs } from './memoryFs'
import type { FsPort } from '../../../src/main/storage/fsPort'
import type { FileNode, FolderNode, Node, Tree } from './memoryFs'

export const runId = '20260101-000000-abcdef'
export const runPath = `/runs/${runId}`

/** A run with these epochs, all of it durable. */
export async function aRunInMemory(epochs: readonly number[]): Promise<Tree> {
  const fs = memoryFs()
  await fs.makeFolder('/runs')
  const file = newRunFile(runId, 0, aDraft())
  await publishRun(fs, '/runs', runId, draft => writeRunSkeleton(fs, draft, file, { ...noLabels, name: 'a run' }))
  const archive = await diskArchive(fs, runPath, 'write')
  for (const epoch of epochs) await archive.commit(aRecord(epoch))
  await archive.close()
  return fs.tree
}

/** As after the machine's restart: locks of processes that are gone hold nobody up, and here all would be of this very process. */
export function rebooted(tree: Tree): Tree {
  const copy = copyOf(tree)
  for (const node of copy.values()) {
    if (node.kind === 'folder') for (const name of [...node.entries.keys()]) if (name.startsWith('lock-')) node.entries.delete(name)
  }
  return copy
}

/** Epochs 1 to the newest are there, each is bit by bit what was handed over, and the run can go on. Answers the newest. */
export async function expectWhole(fs: FsPort, allowed: readonly number[]): Promise<number> {
  const archive = await diskArchive(fs, runPath, 'write')
  const epochs = archive.kept().map(({ manifest }) => manifest.epoch)
  const newest = epochs.at(-1) ?? 0
  expect(allowed).toContain(newest)
  expect(epochs).toEqual(Array.from({ length: newest }, (_, i) => i + 1))
  for (const epoch of epochs) {
    const { weights, embeddings } = aRecord(epoch)
    expect(await archive.weights(epoch)).toEqual(weights)
    expect(await archive.embedding(epoch, 'test')).toEqual(embeddings.test)
  }
  const point = await archive.resumePoint()
  expect(point?.epoch ?? 0).toBe(newest)
  if (point) expect(point.optimizer).toEqual(aRecord(newest).optimizer)
  await archive.commit(aRecord(newest + 1))
  expect(await archive.weights(newest + 1)).toEqual(aRecord(newest + 1).weights)
  await archive.close()
  return newest
}

/** A text that two trees share exactly where they hold the same. */
export function printOf(tree: Tree): string {
  function print(node: FolderNode): string {
    const lines = [...node.entries].sort(([a], [b]) => a < b ? -1 : 1).map(([name, id]) => {
      const child = tree.get(id)
      return child?.kind === 'folder' ? `${name}{${print(child)}}` : `${name}:${child?.bytes.toString('base64') ?? ''}`
    })
    return lines.join('\n')
  }
  return print(tree.get(0) as FolderNode)
}

export function fileAt(tree: Tree, path: string): FileNode {
  const node = nodeAt(tree, path)
  if (node?.kind !== 'file') throw new Error(`no file ${path}`)
  return node
}

/** Paths of all files below a folder. */
export function filesBelow(tree: Tree, path: string): string[] {
  const node = nodeAt(tree, path)
  if (node?.kind === 'file') return [path]
  return [...node?.entries.keys() ?? []].flatMap(name => filesBelow(tree, `${path}/${name}`))
}

function nodeAt(tree: Tree, path: string): Node | undefined {
  return path.split('/').filter(name => name !== '').reduce<Node | undefined>((node, name) => {
    const id = node?.kind === 'folder' ? node.entries.get(name) : undefined
    return id === undefined ? undefined : tree.get(id)
  }, tree.get(0))
}
