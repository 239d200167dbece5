/** The user's settings: in memory, on disk, and announced when they change. */
import { join } from 'node:path'
import { Settings, defaultSettings } from '@shared/contract/main'
import type { z } from '@shared/schema'
import { readJsonFile, writeJsonFile } from './jsonFile'
import type { Log } from './log'

const Change = Settings.partial()

export interface SettingsStore {
  get(): Settings
  /** Changes some; returns all. What is not on disk is not in force. */
  set(change: z.output<typeof Change>): Settings
}

export function openSettings(folder: string, log: Log): SettingsStore {
  const file = join(folder, 'settings.json')
  let settings = readJsonFile(file, Settings, defaultSettings, (keptAs, reason) =>
    log.write(`settings were damaged and start afresh; the old file is kept as ${keptAs}`, reason))
  return {
    get: () => settings,
    set(change) {
      const named = Object.entries(change).filter(([, value]) => value !== undefined)
      const next = Settings.parse({ ...settings, ...Object.fromEntries(named) })
      writeJsonFile(file, next)
      settings = next
      return settings
    },
  }
}
