/** `npm run package -- …`. Imports the command only once Node is known to be new enough to read it. */
import { requireNode } from './setup/node.mjs'

requireNode()
Promise.all([import('./launch/command.mjs'), import('./package/package.mjs')])
  .then(([{ endWith }, { makePackages }]) => endWith(() => makePackages(process.argv.slice(2))))
