import { expect, it, vi } from 'vitest'
import { disarmSwitches, isRelease } from '../../../src/main/switches'

function commandLine(...given: readonly string[]) {
  const left = new Set(given)
  return { hasSwitch: (name: string) => left.has(name), removeSwitch: vi.fn((name: string) => void left.delete(name)), left }
}

it('takes back what loosens the app, and names it', () => {
  const line = commandLine('disable-web-security', 'js-flags', 'lang', 'user-data-dir')
  expect(disarmSwitches(line, false)).toEqual(['disable-web-security', 'js-flags'])
  expect([...line.left]).toEqual(['lang', 'user-data-dir'])
})

it('lets nobody drive the window of a release from outside, and the tests that of a checkout', () => {
  const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']
  expect(disarmSwitches(commandLine(...debugging), true)).toEqual(debugging)
  expect(disarmSwitches(commandLine(...debugging), false)).toEqual([])
  expect([isRelease(true), isRelease(false)]).toEqual([true, false])
})
