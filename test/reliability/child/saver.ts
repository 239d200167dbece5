/**
 * Goes on with a run until it is killed: `saver.mjs RUNS-FOLDER RUN-ID EPOCHS SCALE`. Says on standard output, a line each and at once,
 * "opening", "saving N" and "saved N" or "failed N OUTCOME CODE", and "done".
 */
import { writeSync } from 'node:fs'
import { CommitFault } from '../../../src/main/storage/faults'
import { openRunStore } from '../../../src/main/storage/runStore'
import { aRecord } from '../../support/storage/builders'

const [folder = '', id = '', epochs = '1', scale = '1'] = process.argv.slice(2)
const say = (text: string) => void writeSync(1, `${text}\n`)

process.on('unhandledRejection', (error) => {
  say(`unhandled ${String(error)}`)
  process.exit(9)
})
say('opening')
const store = await openRunStore(folder)
const archive = await store.open(id, 'write')
const first = (archive.kept().at(-1)?.manifest.epoch ?? 0) + 1
for (let epoch = first; epoch < first + Number(epochs); epoch++) {
  say(`saving ${epoch}`)
  await archive.commit(aRecord(epoch, { scale: Number(scale) })).then(() => say(`saved ${epoch}`), (error: unknown) => {
    if (!(error instanceof CommitFault)) throw error
    say(`failed ${epoch} ${error.outcome} ${error.code}`)
  })
}
await archive.close()
say('done')
