/**
 * Threads of the window. The content security policy demands that the address of a worker comes from a policy of Trusted Types; this one
 * passes nothing but scripts among our own assets.
 */
interface ScriptUrlPolicy {
  createScriptURL(url: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy
}

/** Throws TypeError for any other address. */
export function ownScript(url: string): string {
  const { href, protocol, host, pathname, search } = new URL(url, location.href)
  const isOurs = protocol === location.protocol && host === location.host && /^\/assets\/[\w.-]+\.js$/.test(pathname) && search === ''
  if (!isOurs) throw new TypeError(`not a script of this application: ${url}`)
  return href
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
/** Made as the window loads: its name is given only once, so that nobody else can have it. */
const policy = trustedTypes?.createPolicy('lab-worker', { createScriptURL: ownScript }) ?? { createScriptURL: ownScript }

/** `url` is what `import … from './x?worker&url'` gives. */
export function openWorker(url: string): Worker {
  return new Worker(policy.createScriptURL(url), { type: 'module' })
}
