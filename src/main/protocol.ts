/** app://lab/: the window's files, read from one folder and sent with the policy that says what they may do. */
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { LabError } from '@shared/errors'
import { findAsset } from './assets'
import { labScheme } from './page'

/**
 * Scripts, styles and workers from our own files only; strings become markup through Vue's own policy alone, and addresses of workers
 * through the window's `lab-worker`.
 */
export const contentSecurityPolicy = [
  'default-src \'none\'',
  'script-src \'self\'',
  'style-src \'self\'',
  'img-src \'self\' blob:',
  'font-src \'self\'',
  'connect-src \'self\'',
  'worker-src \'self\'',
  'object-src \'none\'',
  'base-uri \'none\'',
  'form-action \'none\'',
  'frame-ancestors \'none\'',
  'require-trusted-types-for \'script\'',
  'trusted-types vue lab-worker',
].join('; ')

/** No opener policy among them: nothing can open this window or be opened by it (security.ts), and for one Chromium starts a second page process. */
const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** Before `ready`: Chromium wants to know its schemes when it starts. What it has compiled of the scripts it keeps for the next start. */
export function registerLabScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: labScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

export function serveLabScheme(root: string): void {
  protocol.handle(labScheme, request => respond(root, request))
}

async function respond(root: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return refusal(400)
  try {
    const { file, contentType } = findAsset(root, request.url)
    return new Response(await readFile(file), { headers: { ...headers, 'content-type': contentType } })
  } catch (error) {
    return refusal(error instanceof LabError && error.code === 'E_PATH_ESCAPE' ? 400 : 404)
  }
}

function refusal(status: 400 | 404): Response {
  return new Response(null, { status, headers })
}
