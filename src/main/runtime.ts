/** Where the things stand that set-up brought (or that the package carries): Electron aside, they are files of the engine's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from '@shared/errors'
import { parse, z } from '@shared/schema'

/** `.runtime.json`, written by `npm run setup`; absolute paths. */
const Runtime = z.object({
  /** The addon compiled against TensorFlow's C library; null where there is none and WASM must do. */
  binding: z.nullable(z.string()),
  /** Which build that is; the CPU's where nothing is said. */
  tensorflow: z.nullish(z.object({ kind: z.enum(['cpu', 'gpu']) })),
  /** Folder with the four files of Fashion-MNIST. */
  fashionMnist: z.string(),
})
export type Runtime = z.infer<typeof Runtime>

/** The runtime of a checkout. `root` is the folder of package.json. */
export function readRuntime(root: string): Runtime {
  const file = join(root, '.runtime.json')
  try {
    return parse(Runtime, JSON.parse(readFileSync(file, 'utf8')), 'E_FORMAT', '.runtime.json')
  } catch (error) {
    if (error instanceof LabError) throw error
    throw new LabError('E_IO', 'The lab is not set up yet: run "npm run setup" in its folder.', { cause: error })
  }
}

/** The runtime inside an installed app. */
export function packagedRuntime(resources: string): Runtime {
  return {
    binding: join(resources, 'app.asar.unpacked', 'native', 'tfjs_binding.node'),
    fashionMnist: join(resources, 'data', 'fashion-mnist'),
  }
}

/** How the runtime reaches the engine's process. */
export function runtimeEnvironment(runtime: Runtime): Record<string, string> {
  return { LATENT_LAB_BINDING: runtime.binding ?? '', LATENT_LAB_DATA: runtime.fashionMnist }
}
