/** Every image of both splits through the network as it is now, a block at a time. */
import { splits } from '@shared/domain/image'
import type { Split } from '@shared/domain/image'
import type { Embedding } from '../archive'
import type { DataSet } from '../data/fashionMnist'
import { embedRows } from './learner'
import type { Learner } from './learner'

export interface SplitEvaluation {
  readonly embedding: Embedding
  readonly losses: Float32Array // (N)
  readonly kl: Float32Array // (N)
}

/** Calls `breathe` after each block, so that messages are answered within one. */
export async function embedSplits(
  learner: Learner, data: DataSet, dimension: number, breathe: () => Promise<unknown>,
): Promise<Record<Split, SplitEvaluation>> {
  const result = {} as Record<Split, SplitEvaluation>
  let start = 0
  for (const split of splits) {
    result[split] = await embedRange(learner, start, data.sizes[split], dimension, breathe)
    start += data.sizes[split]
  }
  return result
}

async function embedRange(
  learner: Learner, start: number, count: number, dimension: number, breathe: () => Promise<unknown>,
): Promise<SplitEvaluation> {
  const whole = {
    embedding: { dimension, latents: new Float32Array(count * dimension), errors: new Float32Array(count) },
    losses: new Float32Array(count),
    kl: new Float32Array(count),
  }
  for (let at = 0; at < count; at += embedRows) {
    const rows = Math.min(embedRows, count - at)
    const block = learner.embed(Int32Array.from({ length: rows }, (_, i) => start + at + i))
    whole.embedding.latents.set(block.latents, at * dimension)
    whole.embedding.errors.set(block.errors, at)
    whole.losses.set(block.losses, at)
    whole.kl.set(block.kl, at)
    await breathe()
  }
  return whole
}
