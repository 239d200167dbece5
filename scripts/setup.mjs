/** `npm run setup`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./launch/setup.mjs')])
  .then(([{ endWith }, { setup }]) => endWith(() => setup(process.argv.slice(2))))
