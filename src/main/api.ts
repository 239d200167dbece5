/** What the window may ask of main: settings, files through dialogs, the clipboard, and how the engine is. */
import { join } from 'node:path'
import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import { mainContract } from '@shared/contract/main'
import type { EngineState, MainContract } from '@shared/contract/main'
import type { Settings } from '@shared/domain/settings'
import { mainPort } from '@shared/ports'
import { serve } from '@shared/rpc'
import type { Announce, Handlers } from '@shared/rpc'
import type { Compute } from './compute/compute'
import { diagnostics, factsOf, ownFolders } from './diagnostics'
import { copyImage, copyText } from './copying'
import type { Broker } from './door'
import type { Log } from './log'
import { memoryReport } from './memory'
import type { Runs } from './runs'
import type { Place } from './runsPlace'
import { saveFile } from './saveFile'
import type { SettingsStore } from './settings'
import { showLogs } from './showLogs'

/** The part of the engine's host that the window may use. */
export interface EngineControl {
  readonly state: EngineState
  readonly pid: number | undefined
  restart(): Promise<void>
}

export interface MainApi extends Broker {
  announce: Announce<MainContract>
}

export interface ApiParts {
  readonly window: BrowserWindow
  readonly engine: EngineControl
  readonly settings: SettingsStore
  readonly runs: Runs
  readonly place: Place
  /** After the settings have changed: what in main hangs on them follows. */
  readonly onSettings: (settings: Settings) => void
  readonly compute: Compute
  readonly logFolder: string
  readonly log: Log
}

/** Serves the contract to one page at a time. */
export function createMainApi(parts: ApiParts): MainApi {
  const handlers = mainHandlers(parts, (next) => {
    parts.onSettings(next)
    api.announce('settings', next)
  })
  let close: () => void = () => undefined
  let announce: Announce<MainContract> = () => undefined
  const api: MainApi = {
    announce: (event, payload) => announce(event, payload),
    connect(port) {
      api.disconnect()
      announce = serve(mainPort(port), mainContract, handlers, reason => parts.log.write('the window\'s message was dropped', reason))
      close = () => port.close()
    },
    disconnect() {
      announce = () => undefined
      close()
      close = () => undefined
    },
  }
  return api
}

function mainHandlers({ window, engine, settings, runs, place, compute, logFolder }: ApiParts, onSettings: ApiParts['onSettings']): Handlers<MainContract> {
  return {
    ...runs.handlers,
    ...compute.handlers,
    runsPlace: () => place.told(),
    chooseRunsFolder: async () => ({ moved: await place.choose() }),
    resetRunsFolder: () => place.reset(),
    appInfo: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      packaged: app.isPackaged,
    }),
    engineState: () => engine.state,
    restartEngine: () => engine.restart(),
    settings: () => settings.get(),
    setSettings(change) {
      const next = settings.set(change)
      onSettings(next)
      return next
    },
    saveFile: ({ name, bytes }) => saveFile(window, join(app.getPath('downloads'), name), bytes),
    copyImage: ({ png }) => copyImage(png),
    copyText: ({ text }) => copyText(text),
    memory: () => memoryReport(app.getAppMetrics(), engine.pid),
    openLogs: () => showLogs(logFolder),
    diagnostics: ({ engine: info }) => diagnostics({
      facts: factsOf(info, engine.state, settings.get()), logFolder, folders: ownFolders([place.folder, settings.get().runsFolder]),
    }),
  }
}
