/** The engine in plain Node, as the command line has it: trains Seed for so many epochs and tells after each what the process holds. */
import { readdirSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'
import { presets } from '@shared/domain/presets'
import { startEngine } from '../../../src/main/engine/engine'
import { load } from '../../../src/main/engine/load'
import type { Held } from '../soak'

const [binding = '', dataFolder = '', runsFolder = '', epochs = ''] = process.argv.slice(2)

const engine = await startEngine({
  binding, dataFolder, runsFolder, executor: 'xla',
  announce: event => event === 'epoch' && void tellHeld(),
})
const native = load(binding) as TFJSBinding & { getNumOfTensors(): number, getNumOfSavedModels(): number }
await engine.handlers.startRun({ ...presets.seed.config, epochs: Number(epochs) })
const { session } = engine
if (!session) throw new Error('the run did not start')

/** A save stands between the loop and its next step: all of it is its cost. */
let saving = 0
const { archive } = session
const commit = archive.commit.bind(archive)
archive.commit = async (record) => {
  const since = performance.now()
  await commit(record)
  saving = performance.now() - since
}
await session.ended
await engine.stop()
process.exit(0)

function tellHeld(): void {
  const report = session?.snapshot.epochs.at(-1)
  if (!report) return
  const held: Held = {
    epoch: report.epoch,
    tensors: tf.memory().numTensors,
    nativeTensors: native.getNumOfTensors(),
    sessions: native.getNumOfSavedModels(),
    files: readdirSync('/proc/self/fd').length,
    resident: process.memoryUsage.rss() / 2 ** 20,
    saving,
    seconds: report.seconds + report.evaluationSeconds,
  }
  console.log(JSON.stringify(held))
}
