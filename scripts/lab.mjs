/** `npm run lab -- …`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./launch/lab.mjs')])
  .then(([{ endWith }, { lab }]) => endWith(() => lab(process.argv.slice(2))))
