/**
 * Switches of Chromium that anybody may write on the command line, and that would loosen the app: they are taken back before they act. The
 * sandbox needs none of this: see security.ts. Node's own (`--inspect`) are off by a fuse of the packaged executable.
 */
import { url as inspectorUrl } from 'node:inspector'
import type { App } from 'electron'

/** Nobody needs them: without walls between origins, with code or flags of others, with another way to the network. */
const always = [
  'disable-web-security', 'disable-site-isolation-trials', 'load-extension', 'js-flags', 'ignore-certificate-errors',
  'host-rules', 'host-resolver-rules', 'proxy-server', 'proxy-pac-url', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher',
]
/** By these a program outside drives the window. The tests do; a release never lets it happen. */
const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']

/** A packaged app that Node's inspector cannot get into; the build for the tests lets it. */
export function isRelease(isPackaged: boolean): boolean {
  return isPackaged && inspectorUrl() === undefined
}

/** Takes them back and tells which there were. Before `ready`. */
export function disarmSwitches(commandLine: Pick<App['commandLine'], 'hasSwitch' | 'removeSwitch'>, release: boolean): string[] {
  const found = [...always, ...release ? debugging : []].filter(name => commandLine.hasSwitch(name))
  for (const name of found) commandLine.removeSwitch(name)
  return found
}
