/** From the start of the process to a window that can be used, beside an app that does nothing. */
import { emptyApp, openApp } from '../app'
import { compareLaunches } from '../launches'
import type { Part } from '../part'
import { root } from '../worker'

export const launch: Part = {
  name: 'launch',
  title: 'Launch to a usable window beside an empty Electron app',
  measure: context => compareLaunches({
    name: 'Launch', beside: 'Longer than an empty app',
    lab: profile => secondsOf(root, profile),
    empty: profile => secondsOf(emptyApp, profile),
  }, context),
}

async function secondsOf(app: string, profile: string): Promise<number> {
  const opened = await openApp(app, profile)
  await opened.close()
  return opened.seconds
}
