/** Imports an exported run until it is killed: `importer.mjs RUNS-FOLDER FILE`. Says "importing" on standard output each time. */
import { writeSync } from 'node:fs'
import { openRunStore } from '../../../src/main/storage/runStore'

const [folder = '', file = ''] = process.argv.slice(2)
const store = await openRunStore(folder)
for (;;) {
  writeSync(1, 'importing\n')
  await store.importFrom(file)
}
