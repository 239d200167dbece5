/** What the engine computes on. */
import { z } from '../schema'

export const BackendKind = z.enum(['tensorflow-cuda', 'tensorflow-cpu', 'wasm'])
export type BackendKind = z.infer<typeof BackendKind>

export const EngineInfo = z.strictObject({
  backend: BackendKind,
  /** "NVIDIA H100 80GB HBM3" or "Intel(R) Xeon(R) …". */
  device: z.string(),
  /** "TensorFlow 2.21.0". */
  library: z.string(),
  threads: z.int(),
  /** Version of TensorFlow.js; absent from what older versions noted. */
  tfjs: z.optional(z.string()),
  /** Memory of the device (or of the machine), in bytes. */
  memory: z.number(),
  /** Why a better backend is not in use; null when the best is. */
  notice: z.nullable(z.string()),
})
export type EngineInfo = z.infer<typeof EngineInfo>
