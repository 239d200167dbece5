/** Which parts belong to which set. */
import type { PartSet } from '../options'
import type { Part } from '../part'
import { compile } from './compile'
import { convolutional } from './convolutional'
import { experiment } from './experiment'
import { explorer } from './explorer'
import { latency } from './latency'
import { launch } from './launch'
import { limit } from './limit'
import { memory } from './memory'
import { neighbours } from './neighbours'
import { packaged } from './packaged'
import { quality } from './quality'
import { race } from './race'
import { steady } from './steady'
import { window } from './window'

const sets: Readonly<Record<PartSet, readonly Part[]>> = {
  default: [steady, compile, neighbours, latency, memory, launch, packaged, window],
  peers: [race, limit, experiment, convolutional],
  quality,
  explorer,
}

export function partsOf(set: PartSet): readonly Part[] {
  return sets[set]
}
