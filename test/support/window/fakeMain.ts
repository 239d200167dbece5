/** Serves main's contract from memory, for tests of the window and for looking at it. */
import type { RunsPlace } from '@shared/domain/keptRun'
import { mainContract } from '@shared/contract/main'
import type { EngineState, Transfer } from '@shared/contract/main'
import { defaultSettings } from '@shared/domain/settings'
import type { Settings } from '@shared/domain/settings'
import { serve } from '@shared/rpc'
import type { Announce, Handlers, Port } from '@shared/rpc'
import { fakeCompute } from './fakeCompute'
import { createFakeRuns } from './fakeRuns'

export interface FakeMainOptions {
  readonly settings?: Partial<Settings>
  readonly onSave?: (name: string, bytes: Uint8Array) => void
  readonly onRestart?: () => void
  /** May refuse by throwing. */
  readonly onSettings?: () => void
  readonly runs?: ReturnType<typeof createFakeRuns>
}

const ownPlace: RunsPlace = { folder: '/home/ada/.config/LatentLab/runs', isOwn: true, problem: null }

export function createFakeMain(options: FakeMainOptions = {}) {
  const announcers = new Set<Announce<typeof mainContract>>()
  let settings: Settings = { ...defaultSettings, welcomed: true, ...options.settings }
  let state: EngineState = { kind: 'ready' }

  function engineBecomes(next: EngineState) {
    state = next
    for (const tell of announcers) tell('engine', next)
  }

  let place: RunsPlace = ownPlace
  const handlers: Handlers<typeof mainContract> = {
    ...(options.runs ?? createFakeRuns()).handlers,
    runsPlace: () => place,
    chooseRunsFolder() {
      place = { folder: '/media/ada/disk/runs', isOwn: false, problem: null }
      return { moved: true }
    },
    resetRunsFolder() {
      place = ownPlace
    },
    appInfo: () => ({ version: '0.1.0', electron: '33.2.1', platform: 'linux', packaged: false }),
    engineState: () => state,
    restartEngine() {
      options.onRestart?.()
    },
    settings: () => settings,
    setSettings(some) {
      options.onSettings?.()
      settings = { ...settings, ...some } as Settings
      return settings
    },
    saveFile({ name, bytes }) {
      options.onSave?.(name, bytes)
      return { saved: name }
    },
    copyImage: () => undefined,
    copyText: () => undefined,
    memory: () => ({ main: 142e6, window: 178e6, engine: 812e6, gpu: 96e6 }),
    openLogs: () => undefined,
    diagnostics: () => 'Latent Lab: 0.1.0',
    ...fakeCompute(tell => announcers.forEach(tell)),
  }

  return {
    settings: () => settings,
    engineBecomes,
    transferIs: (transfer: Transfer | null) => announcers.forEach(tell => tell('transfer', transfer)),
    serveOn(port: Port) {
      const tell = serve(port, mainContract, handlers)
      announcers.add(tell)
      port.onClose(() => announcers.delete(tell))
    },
  }
}
