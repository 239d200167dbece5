/** The app's data folder, and what of it concerns the command line. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Installation } from '../compute/gpu/installation'
import type { GpuRuntime } from '../compute/gpu/installation'
import { engineRuntime } from './runtime'

export function userData(): string {
  return process.env['LATENT_LAB_USER_DATA'] ?? join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'LatentLab')
}

/** Where the app keeps its runs: the folder that was chosen in it, else its own. */
export function appRunsFolder(): string {
  return chosenFolder() ?? join(userData(), 'runs')
}

function chosenFolder(): string | null {
  try {
    const { runsFolder } = JSON.parse(readFileSync(join(userData(), 'settings.json'), 'utf8')) as { runsFolder?: unknown }
    return typeof runsFolder === 'string' && runsFolder !== '' ? runsFolder : null
  } catch {
    return null // no settings, or damaged ones, which the app will set right
  }
}

/** The GPU build that commands compute with; null where there is none in use. */
export function gpuInUse(): GpuRuntime | null {
  const installation = new Installation(join(userData(), 'gpu'))
  return installation.active?.reason === null ? installation.runtime() : null
}

/** The options of an engine of this process, which computes with the GPU build where that is in use. */
export function gpuOrPlainRuntime(): { binding: string, fallback: string, dataFolder: string } {
  const plain = engineRuntime()
  const gpu = gpuInUse()
  if (!gpu) return { ...plain, fallback: '' }
  Object.assign(process.env, gpu.environment) // before the libraries are loaded
  return { ...plain, binding: gpu.binding, fallback: plain.binding }
}
