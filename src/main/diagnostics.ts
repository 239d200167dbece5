/** What a person may send along with a report: versions, device, settings, the last of the logs; nothing of who they are. */
import { readFileSync } from 'node:fs'
import { hostname, release, userInfo } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { EngineState } from '@shared/contract/main'
import type { Settings } from '@shared/domain/settings'
import type { EngineInfo } from '@shared/domain/device'
import { redact } from './redact'

const lines = 80

export interface DiagnosticsParts {
  /** One line each: what, and its value. */
  readonly facts: Readonly<Record<string, string>>
  readonly logFolder: string
  /** The program's own. */
  readonly folders: readonly string[]
}

export function diagnostics({ facts, logFolder, folders }: DiagnosticsParts): string {
  const told = Object.entries({ ...facts, system: `${process.platform} ${process.arch} ${release()}` }).map(([name, value]) => `${name}: ${value}`)
  const logs = ['main', 'engine'].map(name => `--- ${name}.log ---\n${lastLines(join(logFolder, `${name}.log`))}`)
  return redact([...told, ...logs].join('\n'), { folders, user: userName(), host: hostname() })
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).map(line => line.slice(0, 1000)).join('\n')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? '(none)' : `(it cannot be read: ${code ?? 'unknown fault'})`
  }
}

export function factsOf(info: EngineInfo | null, state: EngineState, { theme, language, threads }: Settings): DiagnosticsParts['facts'] {
  const { electron, chrome, node } = process.versions
  return {
    'Latent Lab': `${app.getVersion()}${app.isPackaged ? '' : ' (checkout)'}`,
    'runtime': `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    'language': `${language} (${app.getLocale()})`,
    theme,
    'engine': state.kind === 'gone' || state.kind === 'silent' ? `${state.kind}: ${state.message}` : state.kind,
    'threads': String(threads ?? 'all'),
    ...info ? { backend: info.backend, device: info.device, library: info.library, memory: `${(info.memory / 1e9).toFixed(1)} GB`, notice: info.notice ?? 'none' } : {},
  }
}

/** The program's own: below them it names everything itself. Not the home or the temporary folder, where others do. */
export function ownFolders(runs: readonly (string | null | undefined)[]): string[] {
  return [app.getPath('userData'), app.getAppPath(), ...runs.filter(folder => typeof folder === 'string')]
}

/** A process without an entry in the system's list of users has no name to hide. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
