/** What main (or the command line) and a probe say to each other: a process that loads one backend, tries it, and leaves. */
import { EngineInfo } from '../domain/device'
import { ExecutorKind } from '../domain/run'
import { float32Array, z } from '../schema'

/** What a probe is to try, as JSON in its environment under `probeVariable`. */
export const ProbeTask = z.strictObject({
  /** Path of TensorFlow's addon; empty for WebAssembly. */
  binding: z.string(),
  /** Folder of Fashion-MNIST's four files. */
  dataFolder: z.string(),
  executors: z.array(ExecutorKind),
})
export type ProbeTask = z.infer<typeof ProbeTask>

export const probeVariable = 'LATENT_LAB_PROBE'

export const FromProbe = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loaded'), info: EngineInfo }),
  z.strictObject({ kind: z.literal('begun'), executor: ExecutorKind }),
  z.strictObject({
    kind: z.literal('tried'),
    executor: ExecutorKind,
    /** Of each step. */
    losses: float32Array,
    /** Every weight after `comparedSteps`, one array after the other; `sizes` says how long each is. */
    weights: float32Array,
    sizes: z.array(z.int()),
    /** Milliseconds, compilation aside. */
    stepTime: z.number(),
  }),
  /** `executor` null: the backend itself. */
  z.strictObject({ kind: z.literal('failed'), executor: z.nullable(ExecutorKind), message: z.string() }),
  /** The last word; what ends without it has crashed. */
  z.strictObject({ kind: z.literal('done') }),
])
export type FromProbe = z.infer<typeof FromProbe>
export type Tried = Extract<FromProbe, { kind: 'tried' }>
