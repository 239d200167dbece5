/** `lab devices`: what the engine would compute on. */
import { loadBackend } from '../engine/backend'
import { gpuOrPlainRuntime } from './userData'

export async function devices(): Promise<number> {
  const { binding, fallback } = gpuOrPlainRuntime()
  const { info } = await loadBackend(binding, fallback)
  console.log(JSON.stringify({ kind: 'device', ...info }))
  return 0
}
