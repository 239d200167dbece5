/** Main: brings up the window, then what works behind it, and stands aside. */
import { join } from 'node:path'
import { Menu, app, crashReporter, nativeTheme, session } from 'electron'
import { languageOf } from '@shared/domain/language'
import { messageOf } from '@shared/errors'
import type { Settings } from '@shared/domain/settings'
import { openDoor } from './door'
import { firstOfFlood } from './flood'
import { takeBackTemporary, troubleWithData } from './folders'
import { keepSingleInstance, quitWithWindow } from './lifecycle'
import { openLog } from './log'
import { openedFiles, runFilesAmong } from './openedFiles'
import { pageOf } from './page'
import { registerLabScheme, serveLabScheme } from './protocol'
import { recoverPage } from './recovery'
import { borrowFolder, refuseToStart } from './refusal'
import { lockContents, lockSession, sandboxAll } from './security'
import { openSettings } from './settings'
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
const temporary = takeBackTemporary(process.env)
const trouble = troubleWithData(dataFolder())
if (trouble !== null && !borrowFolder()) {
  process.stderr.write(`${trouble}\n`)
  process.exit(2)
}

const page = pageOf(process.env, app.isPackaged)
let focusWindow: () => void = () => undefined
let tellOfFiles: () => void = () => undefined
const opened = openedFiles(() => tellOfFiles())
const comeForward = firstOfFlood(() => focusWindow())

sandboxAll()
crashReporter.start({ uploadToServer: false }) // kept with the user's data, for whoever looks into a crash; sent nowhere
const disarmed = disarmSwitches(app.commandLine, isRelease(app.isPackaged))
app.disableDomainBlockingFor3DAPIs() // a lost GPU process must not end the latent space for good
registerLabScheme()
lockContents(page)
Menu.setApplicationMenu(null) // ours comes with what it commands; Electron's own is never to be seen
opened.add(runFilesAmong(process.argv.slice(1), process.cwd()))
app.on('open-file', (event, path) => {
  event.preventDefault()
  opened.add(runFilesAmong([path], '/'))
})
if (trouble !== null) void refuseToStart(trouble)
else if (keepSingleInstance(onSecond)) void app.whenReady().then(start).catch((error: unknown) => refuseToStart(messageOf(error)))
else app.quit()

/** Of the user's data. Electron makes it when it is asked for, and throws where it cannot. */
function dataFolder(): string {
  try {
    return app.getPath('userData')
  } catch {
    return join(app.getPath('appData'), app.name)
  }
}

/** Its words are anybody's: only files that can be runs are taken from them. */
function onSecond(words: readonly string[], folder: string) {
  comeForward()
  opened.add(runFilesAmong(words.slice(1), folder))
}

function start() {
  const folder = app.getPath('userData')
  const log = openLog(join(folder, 'logs'), 'main')
  if (temporary !== null) log.write(`the folder ${temporary} that TMPDIR names cannot be written to and was not used`)
  for (const name of disarmed) log.write(`the switch --${name} was ignored`)
  if (app.commandLine.hasSwitch(withoutSandbox)) log.write(`the switch --${withoutSandbox} was given: Chromium's other processes run without a sandbox`)
  process.on('uncaughtException', error => log.write('an uncaught fault', error))
  process.on('unhandledRejection', reason => log.write('an unhandled rejection', reason))
  const settings = openSettings(folder, log)
  follow(settings.get())

  serveLabScheme(join(import.meta.dirname, '../renderer'))
  lockSession(session.defaultSession, page)
  const window = createWindow({ folder, isPackaged: app.isPackaged, log })
  focusWindow = () => bringForward(window)
  quitWithWindow()
  recoverPage(window, page, log)
  void showPage(window, page, log)

  // Not before the window stands: on few processors, loading this took from the page's own start. Who asks meanwhile waits at the door.
  const behind = whenStanding(window).then(() => import('./behindWindow'))
    .then(({ workBehind }) => workBehind({ window, folder, settings, opened, follow, log }))
  openDoor(window, page, behind.then(({ brokers }) => brokers), paths => opened.add(runFilesAmong(paths, '/')), log)
  void behind.then((work) => {
    tellOfFiles = work.tellOfFiles
    return work.begin()
  })
}

function follow({ theme, language }: Settings) {
  nativeTheme.themeSource = theme
  speak(languageOf(language, [app.getLocale()]))
}
