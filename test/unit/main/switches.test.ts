import { expect, it, vi } from 'vitest'
import { disarmSwitches, isRelease, refusalOf } from '../../../src/main/switches'

function commandLine(...given: readonly string[]) {
  const left = new Set(given)
  return { hasSwitch: (name: string) => left.has(name), removeSwitch: vi.fn((name: string) => void left.delete(name)), left }
}

it('takes back what loosens the app, and names it', () => {
  const line = commandLine('disable-web-security', 'js-flags', 'lang', 'user-data-dir')
  expect(disarmSwitches(line, false)).toEqual(['disable-web-security', 'js-flags'])
  expect([...line.left]).toEqual(['lang', 'user-data-dir'])
})

it.each([
  'disable-web-security', 'enable-blink-features', 'log-net-log', 'ssl-key-log-file', 'load-extension', 'proxy-server', 'ignore-certificate-errors', 'renderer-cmd-prefix',
])('takes back --%s in a checkout and in a release', (name) => {
  expect(disarmSwitches(commandLine(name), false)).toEqual([name])
  expect(disarmSwitches(commandLine(name), true)).toEqual([name])
})

it.each(['disable-seccomp-filter-sandbox', 'disable-namespace-sandbox', 'single-process'])('does not start with --%s, which has acted already', (name) => {
  expect(refusalOf(commandLine('lang', name))).toContain(`does not start with --${name}`)
  expect(refusalOf(commandLine('lang', 'no-sandbox', 'disable-web-security'))).toBeNull()
})

it('lets nobody drive the window of a release from outside, and the tests that of a checkout', () => {
  const debugging = [
    'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'enable-features', 'disable-features',
  ]
  expect(disarmSwitches(commandLine(...debugging), true)).toEqual(debugging)
  expect(disarmSwitches(commandLine(...debugging), false)).toEqual([])
  expect([isRelease(true), isRelease(false)]).toEqual([true, false])
})
