/** The bench's words: which parts to measure, and how long. */
import { parseArgs } from 'node:util'

export interface Options {
  /** Sets of parts to run. */
  readonly sets: readonly PartSet[]
  /** Names of parts or presets; all where empty. */
  readonly only: readonly string[]
  /** Measurements of each pairing. */
  readonly pairs: number
  /** Epochs of the run whose memory is watched. */
  readonly epochs: number
  /** Calls of each kind whose latency is taken. */
  readonly probes: number
}

export const partSets = ['default', 'peers', 'quality', 'explorer'] as const
export type PartSet = (typeof partSets)[number]

const defaults = { pairs: 3, epochs: 12, probes: 40 }

export const help = `Usage: npm run bench -- [options]

Prints a table of figures and writes it to bench-results/ as JSON. Every ratio is of things measured in turns in one run, because
machines are noisy: its worst pairing is held against the goal, the median stands beside it.

  (nothing)       the engine beside stock model.fit, compilation, kNN accuracy, latency, memory, launch, the window while training
  --peers         these, and the engine beside PyTorch, Keras and TensorFlow's own XLA loop; makes a Python environment in the cache
  --quality       trains every preset and prints what it reaches, beside the floors
  --explorer      the latent explorer's figures
  --only A,B      these parts only (with --quality: these presets)
  --pairs N       measurements of each pairing (${defaults.pairs})
  --epochs N      epochs of the run whose memory is watched (${defaults.epochs}; 200 for the long form)
  --probes N      calls of each kind whose latency is taken (${defaults.probes})
  --help          this text`

/** Null where help is asked for. A word that is not understood is an error with a sentence. */
export function parseOptions(args: readonly string[]): Options | null {
  const flag = { type: 'boolean' } as const
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { peers: flag, quality: flag, explorer: flag, help: flag, only: text, pairs: text, epochs: text, probes: text },
  })
  if (values.help) return null
  const named = partSets.filter(set => set !== 'default' && values[set])
  return {
    sets: named.length === 0 || values.peers ? ['default', ...named] : named,
    only: values.only?.split(',') ?? [],
    pairs: count('pairs', values.pairs),
    epochs: count('epochs', values.epochs),
    probes: count('probes', values.probes),
  }
}

function count(name: keyof typeof defaults, text: string | undefined): number {
  const value = text === undefined ? defaults[name] : Number(text)
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} needs a whole number from 1 on, not "${text}".`)
  return value
}
