/** Worker: how long a run of the preset Seed compiles in a fresh process, and a second one of the same shape after it. */
import { presets } from '@shared/domain/presets'
import { engineRuntime } from '../../src/main/cli/runtime'
import { startEngine } from '../../src/main/engine/engine'
import { answer } from './answer'

let compiling = NaN
let tellCompiled: (seconds: number) => void = () => undefined
const engine = await startEngine({
  ...engineRuntime(),
  announce(event, payload) {
    if (event === 'state' && 'state' in payload && payload.state.kind === 'compiling') compiling = performance.now()
    if (event === 'executor') tellCompiled((performance.now() - compiling) / 1000)
  },
})

await answer({
  /** Seconds from "compiling" to the executor's announcement: what the user waits for. */
  async run() {
    const compiled = new Promise<number>(resolve => (tellCompiled = resolve))
    const { runId } = await engine.handlers.startRun({ ...presets.seed.config, epochs: 1 })
    const seconds = await compiled
    await engine.handlers.stopRun({ runId })
    return seconds
  },
})
