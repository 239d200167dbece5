/** A window's stores over the made-up engine and main, connected by real message ports. */
import { createPinia, setActivePinia } from 'pinia'
import { webPort } from '@shared/ports'
import { afterEach, beforeEach } from 'vitest'
import { engine } from '../../../src/renderer/clients/engine'
import { main } from '../../../src/renderer/clients/main'
import { useEngine } from '../../../src/renderer/stores/engine'
import { useSettings } from '../../../src/renderer/stores/settings'
import { useTraining } from '../../../src/renderer/stores/training'
import { createFakeEngine } from '../../support/window/fakeEngine'
import type { FakeOptions } from '../../support/window/fakeEngine'
import { createFakeMain } from '../../support/window/fakeMain'
import type { FakeMainOptions } from '../../support/window/fakeMain'

/** Fresh stores for each test; ports are closed after it, so that no test keeps the process alive. */
export function useFreshStores() {
  beforeEach(() => setActivePinia(createPinia()))
  afterEach(() => {
    engine.detach()
    main.detach()
  })
}

export function attachEngine(fake: ReturnType<typeof createFakeEngine>) {
  const { port1, port2 } = new MessageChannel()
  fake.serveOn(webPort(port1))
  engine.attach(webPort(port2))
}

export async function openWindow(options: FakeOptions = {}, mainOptions: FakeMainOptions = {}) {
  const fakeEngine = createFakeEngine({ beat: 1, compileTime: 1, reportsPerEpoch: 4, ...options })
  const fakeMain = createFakeMain(mainOptions)
  useSettings().follow()
  useTraining().follow()
  useEngine().follow()
  const { port1, port2 } = new MessageChannel()
  fakeMain.serveOn(webPort(port1))
  main.attach(webPort(port2))
  attachEngine(fakeEngine)
  await until(() => useEngine().isReady)
  return { fakeEngine, fakeMain }
}

/** Waits until a condition holds; fails after two seconds. */
export async function until(condition: () => boolean) {
  const end = Date.now() + 2000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came true: ${condition.toString()}`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}
