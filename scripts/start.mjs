/** `npm start`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./launch/start.mjs')])
  .then(([{ endWith }, { start }]) => endWith(() => start(process.argv.slice(2))))
