/** The engine's program as a utility process: where it stands, what it is told by its environment, where its words go. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { Log } from './log'
import { packagedRuntime, readRuntime, runtimeEnvironment } from './runtime'

export const engineName = 'Latent Lab Engine'

/** Starts the process; E_IO where the lab is not set up. Runs are kept in `runs`. */
export function forkEngine(runs: string, log: Log): UtilityProcess {
  const runtime = app.isPackaged ? packagedRuntime(process.resourcesPath) : readRuntime(app.getAppPath())
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
    serviceName: engineName,
    stdio: 'pipe',
    env: { ...engineEnvironment(process.env, app.isPackaged), ...runtimeEnvironment(runtime), LATENT_LAB_RUNS: runs },
  })
  child.stdout?.on('data', chunk => log.append(String(chunk)))
  child.stderr?.on('data', chunk => log.append(String(chunk)))
  return child
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
