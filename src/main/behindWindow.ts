/** What works behind the window: the engine, the runs, the compute, and what the page may ask of them. Loaded while the page loads. */
import { join } from 'node:path'
import { app, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import type { PortName } from '@shared/contract/bridge'
import type { Settings } from '@shared/domain/settings'
import { createMainApi } from './api'
import { openCompute } from './compute/compute'
import { gpuSuspicion } from './compute/gpuSuspicion'
import { copyText } from './copying'
import type { Broker } from './door'
import { engineName, forkEngine, forkProbe, killProcess, labRuntime, memoryKills } from './engineFork'
import { EngineHost } from './engineHost'
import { askBeforeClose, lossOf, quitAfter } from './lifecycle'
import { openLog } from './log'
import type { Log } from './log'
import { installMenu } from './menu'
import type { Command } from './menu'
import type { OpenedFiles } from './openedFiles'
import { openRuns } from './runs'
import { runDialogs } from './runsDialogs'
import { openPlace } from './runsPlace'
import type { SettingsStore } from './settings'
import { showLogs } from './showLogs'
import { clearUnfinished } from './wholeFile'

export interface Before {
  readonly window: BrowserWindow
  /** The user's data. */
  readonly folder: string
  readonly settings: SettingsStore
  readonly opened: OpenedFiles
  /** What hangs on the settings before the window shows follows them. */
  readonly follow: (settings: Settings) => void
  readonly log: Log
}

export interface Behind {
  readonly brokers: Readonly<Record<PortName, Broker>>
  /** Starts the engine. */
  begin(): Promise<void>
  tellOfFiles(): void
}

export function workBehind({ window, folder, settings, opened, follow, log }: Before): Behind {
  const logFolder = join(folder, 'logs')
  const engineLog = openLog(logFolder, 'engine')
  const engine = new EngineHost({
    fork: () => forkEngine({ runs: place.folder, threads: settings.get().threads ?? null, gpu: compute.gpuRuntime }, engineLog),
    kill: killProcess, memoryKills, log,
    onState: (state) => {
      distrustGpu(state)
      api.announce('engine', state)
    },
    onGpuFault: why => compute.setGpuAside(why),
  })
  const dialogs = runDialogs(window)
  const place = openPlace({
    own: join(folder, 'runs'), app: app.getAppPath(), settings, ask: dialogs.chooseFolder, log,
    onMove(to) {
      engine.moveRuns(to)
      runs.moved()
    },
  })
  const runs = openRuns({
    folder: () => place.where(), trashFolder: join(folder, 'deleted-runs'), log,
    discard: path => shell.trashItem(path),
    dialogs, nextOpened: opened.take,
    onChange: () => api.announce('runs', undefined),
    onTransfer: transfer => api.announce('transfer', transfer),
  })
  const command = (which: Command) => api.announce('command', which)
  const menu = () => installMenu({ window, isPackaged: app.isPackaged, openLogs: () => void showLogs(logFolder), command })
  const onSettings = (next: Settings) => {
    follow(next)
    menu()
  }
  const compute = openCompute({
    folder, runtime: labRuntime, start: forkProbe(engineLog), version: app.getVersion(),
    isTraining: () => engine.training,
    onSelfTest: report => api.announce('selfTest', report),
    onGpu: state => api.announce('gpu', state),
    onChange: () => void (lossOf(engine) ?? engine.restart()),
    chooseFolder: dialogs.chooseFolder, copyText,
  })
  /** What keeps the engine from its start may be the GPU build: the next start does without it. */
  const distrustGpu = gpuSuspicion(() => compute.gpuRuntime !== null, reason => compute.setGpuAside(reason))
  const api = createMainApi({ window, engine, settings, runs, place, compute, onSettings, logFolder, log })
  app.on('child-process-gone', (_event, { name, reason }) => name === engineName && engine.noteReason(reason))

  menu()
  askBeforeClose(window, () => lossOf(engine))
  quitAfter(async () => void await Promise.all([engine.stop(), runs.close(), compute.close()]))
  return {
    brokers: { main: api, engine },
    begin: async () => {
      void tidy(folder, log)
      await place.where()
      engine.start()
    },
    tellOfFiles: () => api.announce('opened', undefined),
  }
}

/** What is left of writes of the settings and the like that were killed. */
async function tidy(folder: string, log: Log) {
  const cleared = await clearUnfinished(folder).catch((error: unknown) => void log.write('unfinished files could not be cleared away', error))
  if (cleared && cleared.length > 0) log.write(`unfinished files were cleared away: ${cleared.join(', ')}`)
}
