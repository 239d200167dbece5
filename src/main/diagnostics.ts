/** What a person may send along with a report: versions, device, settings, the last of the logs; nothing of who they are. */
import { readFileSync, statSync } from 'node:fs'
import { hostname, release, userInfo } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { EngineState, Settings } from '@shared/contract/main'
import type { EngineInfo } from '@shared/domain/device'

/** What must not be told. */
export interface Personal {
  /** Folders, most of which carry a name. */
  readonly folders: readonly string[]
  readonly user: string
  readonly host: string
}

const lines = 80
/** Names of the program's own files, which alone may stay of a path. */
const ownFile = /^[\w.-]+\.(?:[cm]?js|ts|vue|node|so|dll|html|json|jsonl|bin|log)(?::\d+)*$/

/** An address of a file, or an absolute path; not `app://…`, not `3/4`. */
const path = /file:\/\/[^\s)'"]+|(?<![\w.:/\\])(?:[A-Za-z]:)?[\\/](?:[^\s\\/'"()<>|]+[\\/])*[^\s\\/'"()<>|]+/g

/** Whatever looks like a path keeps at most its last part, and that only where it is a file of the program. */
export function redact(text: string, { folders, user, host }: Personal): string {
  const known = [...folders].filter(folder => folder.length > 1).sort((a, b) => b.length - a.length)
  const withoutFolders = known.reduce((rest, folder) => rest.replaceAll(folder, '/_'), text)
  const withoutPaths = withoutFolders.replaceAll(path, lastPart)
  return [user, host].filter(name => name.length > 1).reduce((rest, name) => rest.replaceAll(wholeWord(name), '…'), withoutPaths)
}

function lastPart(path: string): string {
  const last = path.split(/[\\/]/).at(-1) ?? ''
  const [, name = '', after = ''] = /^(.*?)([:,.;]*)$/.exec(last) ?? []
  return ownFile.test(name) ? `…/${name}${after}` : `…${after}`
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu')
}

export interface DiagnosticsParts {
  /** One line each: what, and its value. */
  readonly facts: Readonly<Record<string, string>>
  readonly logFolder: string
  readonly folders: readonly string[]
}

export function diagnostics({ facts, logFolder, folders }: DiagnosticsParts): string {
  const told = Object.entries({ ...facts, system: `${process.platform} ${process.arch} ${release()}` }).map(([name, value]) => `${name}: ${value}`)
  const logs = ['main', 'engine'].map(name => `--- ${name}.log ---\n${lastLines(join(logFolder, `${name}.log`))}`)
  return redact([...told, ...logs].join('\n'), { folders, user: userName(), host: hostname() })
}

function lastLines(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })) return '(none)'
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).map(line => line.slice(0, 1000)).join('\n')
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

/** The folders whose names may tell who somebody is. */
export function ownFolders(): string[] {
  return [...(['home', 'userData', 'temp'] as const).map(name => app.getPath(name)), app.getAppPath()]
}

/** A process without an entry in the system's list of users has no name to hide. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
