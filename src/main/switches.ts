/**
 * Switches of Chromium that anybody may write on the command line, and that would loosen the app: they are taken back before they act, or refused.
 * The sandbox needs none of this: see security.ts. Node's own (`--inspect`) are off by a fuse of the packaged executable.
 */
import { url as inspectorUrl } from 'node:inspector'
import type { App } from 'electron'

/** Nobody needs them: without walls between origins or processes, with code or flags of others, with another way to the network or a copy of it. */
const always = [
  'enable-blink-features', 'enable-experimental-web-platform-features',
  'log-net-log', 'net-log-capture-mode', 'ssl-key-log-file',
  'disable-web-security', 'disable-site-isolation-trials', 'load-extension', 'js-flags', 'ignore-certificate-errors',
  'host-rules', 'host-resolver-rules', 'proxy-server', 'proxy-pac-url', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher',
]
/** By these a program outside drives the window, or chooses parts of Chromium. The tests do, through Playwright; a release never lets it happen. */
const testing = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'enable-features', 'disable-features']
/** These have acted before the first line of the app, so they cannot be taken back: it does not start with them. */
const refused = ['disable-seccomp-filter-sandbox', 'disable-namespace-sandbox', 'single-process']
/** Root cannot do without it, so it is left, and told: it leaves the page its filter of system calls (security.ts) and takes its namespaces. */
export const withoutSandbox = 'no-sandbox'

/** A packaged app that Node's inspector cannot get into; the build for the tests lets it. */
export function isRelease(isPackaged: boolean): boolean {
  return isPackaged && inspectorUrl() === undefined
}

/** Why the app does not start, in a sentence; null where it may. */
export function refusalOf(commandLine: Pick<App['commandLine'], 'hasSwitch'>): string | null {
  const name = refused.find(name => commandLine.hasSwitch(name))
  return name === undefined ? null : `Latent Lab does not start with --${name}, which takes its window out of the sandbox. Start it without.`
}

/** Takes them back and tells which there were. Before `ready`. */
export function disarmSwitches(commandLine: Pick<App['commandLine'], 'hasSwitch' | 'removeSwitch'>, release: boolean): string[] {
  const found = [...always, ...release ? testing : []].filter(name => commandLine.hasSwitch(name))
  for (const name of found) commandLine.removeSwitch(name)
  return found
}
