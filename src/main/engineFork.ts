/** The engine's program as a utility process: where it stands, what it is told by its environment, where its words go. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { GpuRuntime } from './compute/gpu/installation'
import type { StartProbe } from './compute/probe'
import type { Log } from './log'
import { packagedRuntime, readRuntime, runtimeEnvironment } from './runtime'
import type { Runtime } from './runtime'

export const engineName = 'Latent Lab Engine'

/** How the engine is to be started, asked anew at each start. */
export interface EngineWish {
  /** Folder of the runs. */
  readonly runs: string
  /** Null: as many as TensorFlow likes. */
  readonly threads: number | null
  /** The GPU build, where it is in use. */
  readonly gpu: GpuRuntime | null
}

/** What the app brought or set-up found; E_IO where the lab is not set up. */
export function labRuntime(): Runtime {
  return app.isPackaged ? packagedRuntime(process.resourcesPath) : readRuntime(app.getAppPath())
}

/** The bundler may put this file anywhere in its folder, but a program it leaves where the app's package.json expects it. */
function program(name: 'engine' | 'probe'): string {
  return join(app.getAppPath(), 'out/main', `${name}.js`)
}

/** Starts the process; E_IO where the lab is not set up. */
export function forkEngine({ runs, threads, gpu }: EngineWish, log: Log): UtilityProcess {
  const child = utilityProcess.fork(program('engine'), [], {
    serviceName: engineName,
    stdio: 'pipe',
    env: {
      ...engineEnvironment(process.env, app.isPackaged), ...engineRuntime(labRuntime(), gpu), ...threadsEnvironment(threads), LATENT_LAB_RUNS: runs,
    },
  })
  child.stdout?.on('data', chunk => log.append(String(chunk)))
  child.stderr?.on('data', chunk => log.append(String(chunk)))
  return child
}

/** Starts a process that tries one backend for the self-test. */
export function forkProbe(log: Log): StartProbe {
  return (environment) => {
    const child = utilityProcess.fork(program('probe'), [], {
      serviceName: 'Latent Lab Self-test',
      stdio: 'pipe',
      env: { ...engineEnvironment(process.env, app.isPackaged), ...environment },
    })
    child.stdout?.on('data', chunk => log.append(String(chunk)))
    child.stderr?.on('data', chunk => log.append(String(chunk)))
    return {
      listen(onMessage, onEnd) {
        child.on('message', onMessage)
        child.on('exit', code => onEnd(`code ${code}`))
      },
      kill: () => child.pid !== undefined && killProcess(child.pid),
    }
  }
}

const inherited: readonly string[] = [
  'PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TMP', 'TEMP',
  'SystemRoot', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA',
  'CUDA_VISIBLE_DEVICES', 'CUDA_CACHE_PATH', 'TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'TF_FORCE_GPU_ALLOW_GROWTH', 'XLA_FLAGS',
]

/** What the engine inherits: nothing that loads code into it; in a checkout the engine's own knobs too. TensorFlow is kept quiet. */
export function engineEnvironment(environment: NodeJS.ProcessEnv, isPackaged: boolean): Record<string, string> {
  const names = Object.keys(environment).filter(name => inherited.includes(name) || (!isPackaged && name.startsWith('LATENT_LAB_')))
  const chosen = Object.fromEntries(names.map(name => [name, environment[name] ?? '']))
  return { ...chosen, TF_CPP_MIN_LOG_LEVEL: environment['TF_CPP_MIN_LOG_LEVEL'] ?? '2' }
}

/** Where the engine finds its things; the GPU build, where it is in use, comes before the CPU's. */
export function engineRuntime(runtime: Runtime, gpu: GpuRuntime | null): Record<string, string> {
  const plain = runtimeEnvironment(runtime)
  return gpu ? { ...plain, ...gpu.environment, LATENT_LAB_BINDING: gpu.binding, LATENT_LAB_FALLBACK: plain['LATENT_LAB_BINDING'] ?? '' } : plain
}

/** The number of threads as TensorFlow hears of it; where none is set, what main inherited stays in force. */
export function threadsEnvironment(threads: number | null): Record<string, string> {
  return threads === null ? {} : { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) }
}

/** Ends a process that does not listen; one that is gone already is no fault. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch { /* gone */ }
}

/** The kernel's count of processes ended for want of memory; 0 where there is no such count. An end by it looks like any SIGKILL. */
export function memoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
