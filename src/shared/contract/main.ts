/** What a window may ask of main, and what main announces. */
import { call, defineContract } from '../rpc'
import { nothing, uint8Array, z } from '../schema'
import { DeletedRuns, KeptRun, Labels, RunSpace, RunsPlace } from '../domain/keptRun'
import { EngineInfo } from '../domain/device'
import { RunId } from '../domain/run'
import { RunConfig } from '../domain/runConfig'
import { ComputeFacts, GpuOffer, GpuState, SelfTestReport } from '../domain/compute'
import { Settings } from '../domain/settings'

export const AppInfo = z.strictObject({ version: z.string(), electron: z.string(), platform: z.string(), packaged: z.boolean() })
export type AppInfo = z.infer<typeof AppInfo>

/** The engine's process, as main sees it. */
export const EngineState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('ready') }),
  /** It runs and has not answered for a while; it may come back by itself, or `restartEngine` ends it. */
  z.strictObject({ kind: z.literal('silent'), message: z.string() }),
  /** `message` says what happened and what to do; `restarting` whether main starts it again by itself. */
  z.strictObject({ kind: z.literal('gone'), message: z.string(), restarting: z.boolean() }),
])
export type EngineState = z.infer<typeof EngineState>

/** Bytes of resident memory by process. */
export const MemoryReport = z.strictObject({ main: z.number(), window: z.number(), engine: z.number(), gpu: z.number() })
export type MemoryReport = z.infer<typeof MemoryReport>

const megabytes = 1_000_000
/** File names are suggested, the folder is the user's choice in a dialog. */
const SaveFile = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[^/\\\0]+$/, { error: 'must be a plain file name' })),
  bytes: uint8Array.check(z.refine(a => a.length <= 500 * megabytes, { error: 'must be at most 500 MB' })),
})

/** A run on its way to or from a file; `share` of the way, from 0 to 1. */
export const Transfer = z.strictObject({ kind: z.enum(['export', 'import']), file: z.string(), share: z.number().check(z.gte(0), z.lte(1)) })
export type Transfer = z.infer<typeof Transfer>

const OfRun = z.strictObject({ runId: RunId })

export const mainContract = defineContract({
  calls: {
    appInfo: call(nothing, AppInfo),
    engineState: call(nothing, EngineState),
    /** After the engine was given up or fell silent. */
    restartEngine: call(nothing, nothing),
    settings: call(nothing, Settings),
    /** A folder is chosen in a dialog only: `chooseRunsFolder`. */
    setSettings: call(z.partial(z.omit(Settings, { runsFolder: true })), Settings),
    /** Asks where to, then writes; `saved` is the file's name, or null when the user cancelled. */
    saveFile: call(SaveFile, z.strictObject({ saved: z.nullable(z.string()) })),
    /** A PNG to the clipboard. */
    copyImage: call(z.strictObject({ png: uint8Array }), nothing),
    copyText: call(z.strictObject({ text: z.string().check(z.maxLength(1_000_000)) }), nothing),
    memory: call(nothing, MemoryReport),
    openLogs: call(nothing, nothing),
    /** Versions, device, settings and the last of the logs, without names or folders of the user's. */
    diagnostics: call(z.strictObject({ engine: z.nullable(EngineInfo) }), z.string()),

    /** What this computer computes with, as far as it can be told without loading anything. */
    computeFacts: call(nothing, ComputeFacts),
    /** Tries every backend and executor, answers when all are through; E_BUSY while a run trains. */
    selfTest: call(nothing, SelfTestReport),
    cancelSelfTest: call(nothing, nothing),

    /** The GPU build and what it would cost; asks nobody. */
    gpu: call(nothing, GpuOffer),
    /** Fetches, installs, tests and uses it, or goes on with that; answers when done or paused. The one call that uses the network. */
    fetchGpu: call(nothing, GpuState),
    /** The same from a folder that the user chooses. */
    installGpu: call(nothing, GpuState),
    /** The list of what that folder has to hold, to the clipboard. */
    copyGpuWheels: call(nothing, nothing),
    pauseGpu: call(nothing, nothing),
    /** Tests it again, and uses it where it passes. */
    retryGpu: call(nothing, GpuState),
    /** E_BUSY while a run trains. */
    removeGpu: call(nothing, GpuState),

    /** Newest first. */
    listRuns: call(nothing, z.array(KeptRun)),
    describeRun: call(OfRun, KeptRun),
    /** Also while the run trains. */
    relabelRun: call(z.extend(OfRun, { changes: z.partial(Labels) }), KeptRun),
    /** Until the app quits it can be brought back; then it goes to the system's trash. E_BUSY while it trains. */
    removeRun: call(OfRun, nothing),
    restoreRun: call(OfRun, nothing),
    deletedRuns: call(nothing, DeletedRuns),
    /** All of them for good, if the user confirms it: only so do they leave their disk, because the system's trash may be on the same one. */
    purgeDeleted: call(nothing, z.strictObject({ purged: z.boolean() })),
    /** As one file where the user chooses; `saved` is its name, or null when they cancelled. What was left out is told in `notices`. */
    exportRun: call(OfRun, z.strictObject({ saved: z.nullable(z.string()), notices: z.array(z.string()) })),
    /** From a file that the user chooses; null when they cancelled. Nothing appears unless all of it verifies. */
    importRun: call(nothing, z.strictObject({ runId: z.nullable(RunId) })),
    /** The next of the files that the system has handed over, in the same way; `file` is its name, or null when none waits. */
    importOpened: call(nothing, z.strictObject({ file: z.nullable(z.string()), runId: z.nullable(RunId), problem: z.nullable(z.string()) })),
    /** Whose call answers as if the user had cancelled in the dialog; what was made is taken away. */
    cancelTransfer: call(nothing, nothing),
    runSpace: call(RunConfig, RunSpace),
    runsPlace: call(nothing, RunsPlace),
    /** Asks the user for a folder. A run that trains, or waits for room on its disk, comes along; the others stay where they are. */
    chooseRunsFolder: call(nothing, z.strictObject({ moved: z.boolean() })),
    /** Back to the app's own folder, in the same way. */
    resetRunsFolder: call(nothing, nothing),
  },
  events: {
    engine: EngineState,
    settings: Settings,
    /** Whenever a row of the self-test changes. */
    selfTest: SelfTestReport,
    /** Chosen in the menu, done in the window. */
    command: z.enum(['help', 'tour', 'shortcuts']),
    gpu: GpuState,
    /** The system has handed over files: `importOpened` takes them. */
    opened: nothing,
    /** Where an export or import takes long; null when it is over. */
    transfer: z.nullable(Transfer),
    /** A run came or went. What a run that trains reaches is the engine's to tell. */
    runs: nothing,
  },
})
export type MainContract = typeof mainContract
