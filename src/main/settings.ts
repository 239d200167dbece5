/** The user's settings: in memory, on disk, and announced when they change. */
import { join } from 'node:path'
import { Settings, defaultSettings } from '@shared/domain/settings'
import { z } from '@shared/schema'
import { readJsonFile, writeJsonFile } from './jsonFile'
import type { Log } from './log'

const Change = z.partial(Settings)
/** What an older version wrote lacks what has come since: that begins with its default. */
const Kept = z.pipe(Change, z.transform(kept => withChange(defaultSettings, kept)))

export interface SettingsStore {
  get(): Settings
  /** Changes some; returns all. What is not on disk is not in force. */
  set(change: z.output<typeof Change>): Settings
}

export function openSettings(folder: string, log: Log): SettingsStore {
  const file = join(folder, 'settings.json')
  let settings = readJsonFile(file, Kept, defaultSettings, (keptAs, reason) =>
    log.write(`settings were damaged and start afresh; the old file is kept as ${keptAs}`, reason))
  return {
    get: () => settings,
    set(change) {
      const next = withChange(settings, change)
      writeJsonFile(file, next)
      settings = next
      return settings
    },
  }
}

function withChange(settings: Settings, change: z.output<typeof Change>): Settings {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  return Settings.parse({ ...settings, ...Object.fromEntries(named) })
}
