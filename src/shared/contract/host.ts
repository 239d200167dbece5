/** What main and the engine's process say to each other over `process.parentPort`. The window's traffic does not pass here. */
import { z } from '../schema'

export const ToEngine = z.discriminatedUnion('kind', [
  /** One port comes along; the engine serves its contract on it. The window's earlier port, if any, is of a page that is gone. */
  z.strictObject({ kind: z.literal('connect') }),
  /** The page is gone: close its port. A port's own `close` does not always travel between processes (electron#31457). */
  z.strictObject({ kind: z.literal('disconnect') }),
  /** The runs are in another folder from now on, which main has checked. */
  z.strictObject({ kind: z.literal('runs'), folder: z.string().check(z.minLength(1)) }),
  /** Keep what is to be kept, say goodbye, exit. Main kills after four seconds. */
  z.strictObject({ kind: z.literal('shutdown') }),
])
export type ToEngine = z.infer<typeof ToEngine>

export const FromEngine = z.discriminatedUnion('kind', [
  /** The backend stands; ports are served. `gpuFault`: why the GPU build, which it was told to use, is of no use. */
  z.strictObject({ kind: z.literal('ready'), gpuFault: z.optional(z.nullable(z.string())) }),
  /**
   * Each second from the start, for as long as the event loop turns, and whenever a run begins or ends. `rss` in bytes; `training` while a
   * run has not ended; `unsaved`: how many finished epochs the disk has not taken yet.
   */
  z.strictObject({ kind: z.literal('heartbeat'), rss: z.number().check(z.nonnegative()), training: z.optional(z.boolean()), unsaved: z.optional(z.int().check(z.nonnegative())) }),
  /**
   * The last word before an exit that is meant; an exit without it is a crash, whatever its code says (electron#42283). `reason`: a sentence
   * on why it could not start.
   */
  z.strictObject({ kind: z.literal('goodbye'), code: z.int(), reason: z.optional(z.string()) }),
])
export type FromEngine = z.infer<typeof FromEngine>
