/** Main: brings up the window and the engine, and stands aside. */
import { join } from 'node:path'
import { app, crashReporter, nativeTheme, session, shell } from 'electron'
import type { Settings } from '@shared/contract/main'
import { languageOf } from '@shared/domain/language'
import { createMainApi } from './api'
import { openCompute } from './compute/compute'
import { gpuSuspicion } from './compute/gpuSuspicion'
import { copyText } from './copying'
import { openDoor } from './door'
import { engineName, forkEngine, forkProbe, killProcess, labRuntime, memoryKills } from './engineFork'
import { EngineHost } from './engineHost'
import { askBeforeClose, keepSingleInstance, lossOf, quitAfter, quitWithWindow } from './lifecycle'
import { openLog } from './log'
import { installMenu } from './menu'
import type { Command } from './menu'
import { openedFiles, runFilesAmong } from './openedFiles'
import { pageOf } from './page'
import { registerLabScheme, serveLabScheme } from './protocol'
import { recoverPage } from './recovery'
import { openRuns } from './runs'
import { runDialogs } from './runsDialogs'
import { openPlace } from './runsPlace'
import { lockContents, lockSession, sandboxAll } from './security'
import { openSettings } from './settings'
import { showLogs } from './showLogs'
import { disarmSwitches, isRelease, refusalOf, withoutSandbox } from './switches'
import { speak } from './texts'
import { tellInstall } from './verifyInstall'
import { bringForward, createWindow, showPage, whenStanding } from './window'

if (process.argv.includes('--verify-install')) process.exit(tellInstall(process.resourcesPath, text => void process.stdout.write(`${text}\n`)))
const refusal = refusalOf(app.commandLine)
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`)
  process.exit(2)
}

const page = pageOf(process.env, app.isPackaged)
let focusWindow: () => void = () => undefined
let tellOfFiles: () => void = () => undefined
const opened = openedFiles(() => tellOfFiles())

sandboxAll()
crashReporter.start({ uploadToServer: false }) // kept with the user's data, for whoever looks into a crash; sent nowhere
const disarmed = disarmSwitches(app.commandLine, isRelease(app.isPackaged))
app.disableDomainBlockingFor3DAPIs() // a lost GPU process must not end the latent space for good
registerLabScheme()
lockContents(page)
opened.add(runFilesAmong(process.argv.slice(1), process.cwd()))
app.on('open-file', (event, path) => {
  event.preventDefault()
  opened.add(runFilesAmong([path], '/'))
})
if (keepSingleInstance(onSecond)) void app.whenReady().then(start)
else app.quit()

/** Its words are anybody's: only files that can be runs are taken from them. */
function onSecond(words: readonly string[], folder: string) {
  focusWindow()
  opened.add(runFilesAmong(words.slice(1), folder))
}

function start() {
  const folder = app.getPath('userData')
  const logFolder = join(folder, 'logs')
  const log = openLog(logFolder, 'main')
  for (const name of disarmed) log.write(`the switch --${name} was ignored`)
  if (app.commandLine.hasSwitch(withoutSandbox)) log.write(`the switch --${withoutSandbox} was given: Chromium's other processes run without a sandbox`)
  process.on('uncaughtException', error => log.write('an uncaught fault', error))
  process.on('unhandledRejection', reason => log.write('an unhandled rejection', reason))
  const engineLog = openLog(logFolder, 'engine')
  const settings = openSettings(folder, log)
  follow(settings.get())

  serveLabScheme(join(import.meta.dirname, '../renderer'))
  lockSession(session.defaultSession, page)

  const window = createWindow({ folder, isPackaged: app.isPackaged, log })
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

  openDoor(window, page, { main: api, engine }, paths => opened.add(runFilesAmong(paths, '/')), log)
  recoverPage(window, page, log)
  menu()
  askBeforeClose(window, () => lossOf(engine))
  quitWithWindow()
  quitAfter(async () => void await Promise.all([engine.stop(), runs.close(), compute.close()]))

  focusWindow = () => bringForward(window)
  tellOfFiles = () => api.announce('opened', undefined)
  whenStanding(window, () => void place.where().then(() => engine.start()))
  void showPage(window, page, log)
}

function follow({ theme, language }: Settings) {
  nativeTheme.themeSource = theme
  speak(languageOf(language, [app.getLocale()]))
}
