/**
 * Shows the built page in Electron under the application's CSP and takes pictures of it:
 * `electron test/support/window/shoot.mjs script.mjs`, where the script exports by default `async ({ open }) => …`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { BrowserWindow, app, protocol } from 'electron'

const root = fileURLToPath(new URL('../../../out/window', import.meta.url))
/** The folder of the real files, where there is one. */
const data = process.env.FASHION_MNIST
const files = {
  'train-images': 'train-images-idx3-ubyte', 'train-labels': 'train-labels-idx1-ubyte',
  'test-images': 't10k-images-idx3-ubyte', 'test-labels': 't10k-labels-idx1-ubyte',
}
const csp = 'default-src \'none\'; script-src \'self\'; style-src \'self\'; img-src \'self\' blob: data:; font-src \'self\'; connect-src \'self\'; worker-src \'self\'; require-trusted-types-for \'script\'; trusted-types vue lab-worker'
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
app.commandLine.appendSwitch('force-device-scale-factor', process.env.SCALE ?? '1')
app.on('window-all-closed', () => undefined)

app.whenReady().then(async () => {
  protocol.handle('app', serve)
  try {
    const script = await import(pathToFileURL(path.resolve(process.argv.at(-1))).href)
    await script.default({ open })
  } catch (error) {
    console.error(error)
    process.exitCode = 1
  }
  app.exit(process.exitCode ?? 0)
})

function serve(request) {
  const { pathname } = new URL(request.url)
  const name = /^\/data\/([a-z-]+)$/.exec(pathname)?.[1]
  if (name && data) return new Response(gunzipSync(readFileSync(path.join(data, `${files[name]}.gz`))))
  const file = path.join(root, pathname === '/' ? 'index.html' : pathname)
  if (!existsSync(file)) return new Response('', { status: 404 })
  const type = types[path.extname(file)] ?? 'application/octet-stream'
  return new Response(readFileSync(file), { headers: { 'content-type': type, 'content-security-policy': csp } })
}

/** Opens the page; every CSP violation and error is printed. */
async function open({ width = 1280, height = 800, query = '' } = {}) {
  const window = new BrowserWindow({
    width, height, useContentSize: true, frame: false, enableLargerThanScreen: true, webPreferences: { sandbox: true },
  })
  window.setContentSize(width, height)
  window.webContents.on('console-message', (_event, level, message, line, source) => {
    if (level >= 2) console.log(`[page ${level}] ${message} (${source}:${line})`)
  })
  await window.loadURL(`app://lab/?${query}`)
  const run = code => window.webContents.executeJavaScript(`(async () => { ${code} })()`)
  const wait = ms => new Promise(done => setTimeout(done, ms))
  /** Waits until an element is there. */
  async function until(selector) {
    for (let i = 0; i < 300; i++) {
      if (await run(`return document.querySelector(${JSON.stringify(selector)}) !== null`)) return
      await wait(100)
    }
    throw new Error(`no ${selector}`)
  }
  return {
    window, run, wait, until,
    click: async (selector) => {
      await until(`${selector}:not(:disabled)`)
      return run(`document.querySelector(${JSON.stringify(selector)}).click()`)
    },
    press: (keyCode, modifiers = []) => {
      window.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers })
      window.webContents.sendInputEvent({ type: 'char', keyCode, modifiers })
      window.webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers })
      return wait(50)
    },
    resize: async (w, h) => {
      window.setContentSize(w, h)
      await wait(400)
    },
    shoot: async (to) => {
      await wait(150)
      const image = await window.webContents.capturePage()
      writeFileSync(to, image.toPNG())
    },
    close: () => window.destroy(),
  }
}
