/** A GPU build that seems to be installed and in use, made of whatever files a test wants it to be made of. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tensorflowVersion } from '../../../src/main/compute/gpu/pins'

const install = 'install-0123456789abcdef'

/** `files` lie beside the addon, which is one of them: `tfjs_binding.node`. */
export function plantGpuBuild(userData: string, files: Readonly<Record<string, Buffer | string>>): void {
  const folder = join(userData, 'gpu', install, 'tensorflow')
  mkdirSync(folder, { recursive: true })
  for (const [name, contents] of Object.entries(files)) writeFileSync(join(folder, name), contents)
  writeFileSync(join(userData, 'gpu/active.json'), JSON.stringify({ tensorflow: tensorflowVersion, folder: install, reason: null }))
}
