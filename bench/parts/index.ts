/** Which parts belong to which set. */
import { existsSync } from 'node:fs'
import type { PartSet } from '../options'
import type { Part } from '../part'
import { compile } from './compile'
import { convolutional } from './convolutional'
import { experiment } from './experiment'
import { latency } from './latency'
import { launch } from './launch'
import { limit } from './limit'
import { memory } from './memory'
import { packaged } from './packaged'
import { quality } from './quality'
import { race } from './race'
import { steady } from './steady'
import { window } from './window'

const sets: Readonly<Record<Exclude<PartSet, 'explorer'>, readonly Part[]>> = {
  default: [steady, compile, latency, memory, launch, packaged, window],
  peers: [race, limit, experiment, convolutional],
  quality,
}

export async function partsOf(set: PartSet): Promise<readonly Part[]> {
  return set === 'explorer' ? explorer() : sets[set]
}

/** bench/explorer.ts exports `parts`. */
async function explorer(): Promise<readonly Part[]> {
  const file = new URL('../explorer.ts', import.meta.url)
  if (!existsSync(file)) return []
  return (await import(file.href) as { parts: readonly Part[] }).parts
}
