/** From the start of the process to a window that can be used, beside an app that does nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyApp, openApp } from '../app'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { median, ratios } from '../statistics'
import { root } from '../worker'

export const launch: Part = {
  name: 'launch',
  title: 'Launch to a usable window beside an empty Electron app',
  async measure({ options, tell }) {
    const profiles = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
    const launchOf = (name: string, folder: string) => async () => {
      const opened = await openApp(folder, join(profiles, name))
      await opened.close()
      return opened.seconds
    }
    const [lab, empty] = [launchOf('lab', root), launchOf('empty', emptyApp)]
    try {
      await lab() // first launches read cold files and make their profile
      await empty()
      const measured = await interleave(options.pairs, { lab, empty }, tell)
      const found = ratios(measured.lab, measured.empty)
      return [
        { name: 'Launch', value: Math.max(...measured.lab), unit: 's', median: median(measured.lab) },
        { name: 'Longer than an empty app', value: Math.max(...found), unit: '×', median: median(found), measured },
      ]
    } finally {
      rmSync(profiles, { recursive: true, force: true })
    }
  },
}
