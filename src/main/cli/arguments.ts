/** The command line's words as a command; everything wrong is one sentence (E_FORM, E_LINK). */
import { presetIds, presets } from '@shared/domain/presets'
import { ExecutorKind, RunId } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import { flags } from './flags'
import type { Draft } from './flags'
import { readConfig, shown } from './refusals'

export interface TrainCommand {
  readonly kind: 'train'
  readonly config: RunConfig
  readonly json: boolean
  readonly executor: ExecutorKind | null
  /** Where to keep the run; empty for memory only. */
  readonly runsFolder: string
}

export interface ResumeCommand {
  readonly kind: 'resume'
  readonly runId: string
  /** Empty for the app's own. */
  readonly runsFolder: string
  readonly json: boolean
}

export interface TrajectoryCommand {
  readonly kind: 'trajectory'
  readonly folder: string
  readonly executor: ExecutorKind | null
}

export interface SelfTestCommand {
  readonly kind: 'self-test'
  readonly json: boolean
}

export interface GpuCommand {
  readonly kind: 'gpu'
  readonly action: 'status' | 'install' | 'remove'
  /** A folder of wheels; null for the package index. */
  readonly from: string | null
  /** Also where there is no driver. */
  readonly anyway: boolean
}

export type Command = GpuCommand | SelfTestCommand | TrainCommand | ResumeCommand | TrajectoryCommand | { readonly kind: 'devices' } | { readonly kind: 'help' }

const commands = ['train', 'resume', 'trajectory', 'devices', 'self-test', 'gpu'] as const

export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv
  if (name === undefined || argv.includes('--help') || name === 'help') return { kind: 'help' }
  switch (name) {
    case 'train': return trainCommand(optionsOf(rest))
    case 'resume': return resumeCommand(rest)
    case 'trajectory': return trajectoryCommand(rest)
    case 'self-test': return { kind: 'self-test', json: optionsOf(rest, ['json']).has('json') }
    case 'gpu': return gpuCommand(rest)
    case 'devices':
      if (rest.length > 0) throw new LabError('E_LINK', `"devices" takes nothing, and was given "${shown(rest[0])}".`)
      return { kind: 'devices' }
    default:
      throw new LabError('E_LINK', `There is no command "${shown(name)}". There are: ${commands.join(', ')}. Try --help.`)
  }
}

function trainCommand(options: Map<string, string>): TrainCommand {
  const preset = options.get('preset') ?? 'seed'
  const id = presetIds.find(known => known === preset)
  if (!id) throw new LabError('E_FORM', `--preset: must be one of ${presetIds.join(', ')}, not "${shown(preset)}".`)
  const draft = structuredClone(presets[id].config) as unknown as Draft
  for (const flag of flags) {
    const text = options.get(flag.name)
    if (text !== undefined) flag.apply(draft, text)
  }
  if (!options.has('filters')) draft.network['filters'] = usualFilters(draft.network)
  return {
    kind: 'train', config: readConfig(draft, options),
    json: options.has('json'), executor: executorOf(options), runsFolder: options.get('runs') ?? '',
  }
}

/** Filters belong to convolutional networks: choosing the kind alone must give a network that can be built, the form's. */
function usualFilters({ kind, filters }: Draft['network']): unknown {
  if (kind === 'dense') return []
  const isEmpty = Array.isArray(filters) && filters.length === 0
  return isEmpty ? presets.convolutional.config.network.filters : filters
}

function resumeCommand([id = '', ...rest]: readonly string[]): ResumeCommand {
  if (!RunId.safeParse(id).success) throw new LabError('E_LINK', `"${shown(id)}" is not the id of a run: lab -- resume ID. The app's Runs view shows it.`)
  const options = optionsOf(rest, ['runs', 'json'])
  return { kind: 'resume', runId: id, runsFolder: options.get('runs') ?? '', json: options.has('json') }
}

function trajectoryCommand(rest: readonly string[]): TrajectoryCommand {
  const [folder, ...more] = rest
  if (!folder || folder.startsWith('--')) throw new LabError('E_LINK', 'Name the folder of the trajectory: lab -- trajectory DIR.')
  return { kind: 'trajectory', folder, executor: executorOf(optionsOf(more, ['executor'])) }
}

const gpuActions = ['status', 'install', 'remove'] as const

function gpuCommand([name = '', ...rest]: readonly string[]): GpuCommand {
  const action = gpuActions.find(known => known === name)
  if (!action) throw new LabError('E_LINK', `"gpu" takes one of: ${gpuActions.join(', ')}.`)
  const options = optionsOf(rest, action === 'install' ? ['from', 'anyway'] : [])
  return { kind: 'gpu', action, from: options.get('from') ?? null, anyway: options.has('anyway') }
}

function executorOf(options: Map<string, string>): ExecutorKind | null {
  const text = options.get('executor')
  if (text === undefined) return null
  const found = ExecutorKind.options.find(known => known === text)
  if (!found) throw new LabError('E_FORM', `--executor: must be one of ${ExecutorKind.options.join(', ')}, not "${shown(text)}".`)
  return found
}

const trainOptions = ['preset', 'json', 'executor', 'runs']
const ownOptions: Readonly<Record<string, string | null>> = { preset: 'NAME', json: null, executor: 'xla|graph|eager', runs: 'DIR', from: 'DIR', anyway: null }

/** `--name value`, `--name=value` and `--name` alone; each at most once. */
function optionsOf(argv: readonly string[], allowed: readonly string[] = [...trainOptions, ...flags.map(f => f.name)]) {
  const options = new Map<string, string>()
  for (let i = 0; i < argv.length; i++) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i] ?? '') ?? []
    if (!allowed.includes(name)) throw new LabError('E_LINK', `"${shown(argv[i])}" is not understood. Try --help.`)
    if (options.has(name)) throw new LabError('E_LINK', `--${name} is given twice.`)
    const takesValue = name in ownOptions ? ownOptions[name] !== null : flags.find(f => f.name === name)?.value !== null
    if (!takesValue && inline !== undefined) throw new LabError('E_LINK', `--${name} takes no value.`)
    const value = takesValue ? inline ?? argv[++i] : ''
    // What looks like the next option is not a folder's name: such a one is written --runs=--strange.
    if (value === undefined || (inline === undefined && value.startsWith('--')) || (name === 'runs' && value === ''))
      throw new LabError('E_LINK', `--${name} needs a value.`)
    options.set(name, value)
  }
  return options
}

export function helpText(): string {
  const line = (name: string, value: string | null, help: string) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(36)} ${help}`
  return [
    'Usage: npm run --silent lab -- COMMAND', '',
    'train [options]      trains a network; with --json one JSON object a line',
    'resume ID            goes on with a run that was interrupted or stopped; --runs DIR where it is not in the app\'s folder of runs',
    'trajectory DIR       replays a reference trajectory (trajectory.json, weights.f32, batches.i32)',
    'devices              prints what the engine computes on',
    'self-test [--json]   compares every way to run a training step on this computer',
    'gpu status           tells whether the GPU build of TensorFlow is here, and what it would cost',
    'gpu install          fetches, tests and uses it; --from DIR takes the wheels from a folder; --anyway also without a driver',
    'gpu remove           removes it', '',
    'Options of train:',
    line('preset', presetIds.join('|'), ''),
    ...flags.map(flag => line(flag.name, flag.value, flag.help)),
    line('executor', 'xla|graph|eager', 'instead of the faster one'),
    line('runs', 'DIR', 'keeps the run on disk, in this folder of runs'),
    line('json', null, 'facts as JSON lines on standard output'),
  ].join('\n')
}
