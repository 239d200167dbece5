/** `npm test`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./testing/test.mjs')])
  .then(([{ endWith }, { test }]) => endWith(() => test(process.argv.slice(2))))
