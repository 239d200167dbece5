/** Where the command line finds TensorFlow and the data: in its environment, or where set-up noted them. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readRuntime } from '../runtime'

/** The options of an engine that has no window to tell anything. */
export function engineRuntime(): { binding: string, dataFolder: string } {
  const { LATENT_LAB_BINDING: binding, LATENT_LAB_DATA: dataFolder } = process.env
  if (dataFolder) return { binding: binding ?? '', dataFolder }
  const runtime = readRuntime(projectRoot(dirname(fileURLToPath(import.meta.url))))
  return { binding: runtime.binding ?? '', dataFolder: runtime.fashionMnist }
}

/** The nearest folder above the bundle that holds a package.json. */
function projectRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder ? folder : projectRoot(dirname(folder))
}
