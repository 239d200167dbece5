/** `lab devices`: what the engine would compute on. */
import { loadBackend } from '../engine/backend'
import { engineRuntime } from './runtime'

export async function devices(): Promise<number> {
  const { info } = await loadBackend(engineRuntime().binding)
  console.log(JSON.stringify({ kind: 'device', ...info }))
  return 0
}
