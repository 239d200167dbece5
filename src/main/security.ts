/** What no page may do, whichever it is: the locks on every session and on all contents. */
import { app } from 'electron'
import type { Session, WebContents } from 'electron'
import type { Page } from './page'

/** Before `ready`. It also overrules a flag that would turn the sandbox off; root alone can have none, and Chromium would not start. */
export function sandboxAll(): void {
  if (process.getuid?.() !== 0) app.enableSandbox()
}

/** Fullscreen, and writing (never reading) the clipboard; a permission that is not named here is denied. */
const permissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])

export function isPermitted(permission: string, url: string, page: Page): boolean {
  return permissions.has(permission) && page.owns(url)
}

/** Permissions, devices, downloads and requests of a session. */
export function lockSession(session: Session, page: Page): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(details.isMainFrame && isPermitted(permission, details.requestingUrl, page)))
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin, page))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.on('will-download', event => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url, page) }))
}

/** The page's own files, what it made itself, and (in a checkout) the developer tools. */
export function mayRequest(url: string, page: Page): boolean {
  if (url.startsWith('blob:')) return page.owns(url.slice('blob:'.length))
  return page.owns(url) || url.startsWith('devtools:') || isSocketOf(url, page)
}

/** The development server's own socket. */
function isSocketOf(url: string, page: Page): boolean {
  return page.url.startsWith('http:') && url.startsWith('ws:') && page.owns(url.replace(/^ws:/, 'http:'))
}

/** Navigation, windows and webviews of all contents that will ever be made. */
export function lockContents(page: Page): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', details => keepInPlace(details, contents, page))
    contents.on('will-frame-navigate', details => keepInPlace(details, contents, page))
    contents.on('will-redirect', details => details.preventDefault())
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** A page may load itself anew, and nothing else. */
function keepInPlace(details: { url: string, isMainFrame: boolean, preventDefault(): void }, contents: WebContents, page: Page): void {
  const isReload = details.isMainFrame && details.url === contents.getURL() && page.owns(details.url)
  if (!isReload) details.preventDefault()
}
