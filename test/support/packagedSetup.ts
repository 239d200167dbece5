/** Before the tests of the packaged app: there has to be one, and a display. */
import { existsSync } from 'node:fs'
import { bringUpDisplay } from './display'
import { packaged } from './packaged'

export default async function setUp(): Promise<() => void> {
  if (!existsSync(packaged.forTests)) throw new Error('There is no packaged app: run "npm run package -- --for-tests" first.')
  return bringUpDisplay()
}
