/** The one page that the window shows, and which addresses are its own. */

export interface Page {
  readonly url: string
  /** Whether an address has the page's origin; false for whatever cannot be parsed. */
  owns(url: string): boolean
}

export const labScheme = 'app'
const labPage = `${labScheme}://lab/`

/** The built page; with a checkout under `electron-vite dev`, the development server's. */
export function pageOf(environment: NodeJS.ProcessEnv, isPackaged: boolean): Page {
  return pageAt((!isPackaged && environment['ELECTRON_RENDERER_URL']) || labPage)
}

export function pageAt(url: string): Page {
  const own = new URL(url)
  return {
    url,
    owns(other) {
      // `origin` is "null" for schemes of our own, so its parts are compared.
      const parsed = URL.canParse(other) ? new URL(other) : null
      return parsed !== null && parsed.protocol === own.protocol && parsed.host === own.host
        && parsed.username === '' && parsed.password === ''
    },
  }
}
