/** `npm run bench -- …`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./launch/bench.mjs')])
  .then(([{ endWith }, { bench }]) => endWith(() => bench(process.argv.slice(2))))
