/** Main: brings up the window and the engine, and stands aside. */
import { join } from 'node:path'
import { app, nativeTheme, session, shell } from 'electron'
import type { Settings } from '@shared/contract/main'
import { languageOf } from '@shared/domain/language'
import { createMainApi } from './api'
import { openCompute } from './compute/compute'
import { openDoor } from './door'
import { engineName, forkEngine, forkProbe, killProcess, labRuntime, memoryKills } from './engineFork'
import { EngineHost } from './engineHost'
import { askBeforeClose, keepSingleInstance, quitAfter, quitWithWindow } from './lifecycle'
import { openLog } from './log'
import { installMenu } from './menu'
import type { Command } from './menu'
import { pageOf } from './page'
import { registerLabScheme, serveLabScheme } from './protocol'
import { recoverPage } from './recovery'
import { openRuns } from './runs'
import { runDialogs } from './runsDialogs'
import { lockContents, lockSession, sandboxAll } from './security'
import { openSettings } from './settings'
import { showLogs } from './showLogs'
import { speak } from './texts'
import { bringForward, createWindow, showPage } from './window'

const page = pageOf(process.env, app.isPackaged)
let focusWindow: () => void = () => undefined

sandboxAll()
app.disableDomainBlockingFor3DAPIs() // a lost GPU process must not end the latent space for good
registerLabScheme()
lockContents(page)
if (keepSingleInstance(() => focusWindow())) void app.whenReady().then(start)
else app.quit()

function start() {
  const folder = app.getPath('userData')
  const logFolder = join(folder, 'logs')
  const log = openLog(logFolder, 'main')
  process.on('uncaughtException', error => log.write('an uncaught fault', error))
  const engineLog = openLog(logFolder, 'engine')
  const settings = openSettings(folder, log)
  follow(settings.get())

  serveLabScheme(join(import.meta.dirname, '../renderer'))
  lockSession(session.defaultSession, page)

  const window = createWindow({ folder, isPackaged: app.isPackaged, log })
  const engine = new EngineHost({
    fork: () => forkEngine({ runs: join(folder, 'runs'), threads: settings.get().threads ?? null }, engineLog),
    kill: killProcess, memoryKills, log,
    onState: state => api.announce('engine', state),
  })
  const runs = openRuns({
    folder: join(folder, 'runs'), trashFolder: join(folder, 'deleted-runs'), log,
    discard: path => shell.trashItem(path),
    dialogs: runDialogs(window),
    onChange: () => api.announce('runs', undefined),
  })
  const command = (which: Command) => api.announce('command', which)
  const menu = () => installMenu({ window, isPackaged: app.isPackaged, openLogs: () => void showLogs(logFolder), command })
  const onSettings = (next: Settings) => {
    follow(next)
    menu()
  }
  const compute = openCompute({
    runtime: labRuntime, start: forkProbe(engineLog), runsFolder: join(folder, 'runs'), version: app.getVersion(),
    isTraining: () => engine.training,
    onSelfTest: report => api.announce('selfTest', report),
  })
  const api = createMainApi({ window, engine, settings, runs, compute, onSettings, logFolder, log })
  app.on('child-process-gone', (_event, { name, reason }) => name === engineName && engine.noteReason(reason))

  openDoor(window, page, { main: api, engine }, log)
  recoverPage(window, page, log)
  menu()
  askBeforeClose(window, () => engine.training)
  quitWithWindow()
  quitAfter(async () => void await Promise.all([engine.stop(), runs.close(), compute.close()]))

  focusWindow = () => bringForward(window)
  window.once('show', () => engine.start())
  void showPage(window, page, log)
}

function follow({ theme, language }: Settings) {
  nativeTheme.themeSource = theme
  speak(languageOf(language, [app.getLocale()]))
}
