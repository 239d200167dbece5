/** Which runs the list shows and in what order: pure, so that it can be tested without a window. */
import type { KeptFacts, KeptRun } from '@shared/domain/keptRun'

export const stateNames = ['training', 'interrupted', 'finished', 'stopped', 'diverged', 'failed'] as const
export type StateName = (typeof stateNames)[number]

export const columns = ['name', 'state', 'preset', 'epochs', 'last', 'best', 'knn', 'device', 'duration', 'size', 'date'] as const
export type Column = (typeof columns)[number]

export interface Wanted {
  /** Words that must all be found in name, tags, notes, preset or id. */
  readonly query: string
  readonly state: StateName | 'all'
  readonly preset: string
  readonly sort: Column
  readonly descending: boolean
}

/** The words of a run that are not in it: how the window names things. */
export interface Naming {
  readonly name: (run: KeptRun) => string
  readonly preset: (run: KeptRun) => string
}

export interface Row {
  readonly run: KeptRun
  /** Below how many of its ancestors it stands. */
  readonly depth: number
}

export function arrange(runs: readonly KeptRun[], wanted: Wanted, naming: Naming): Row[] {
  const found = runs.filter(run => matches(run, wanted, naming))
  return asTree([...found].sort(comparing(wanted, naming)))
}

export function stateName(facts: KeptFacts | null): StateName | null {
  if (!facts) return null
  if (facts.state.kind !== 'ended') return facts.state.kind
  return facts.state.reason
}

function matches(run: KeptRun, { query, state, preset }: Wanted, naming: Naming): boolean {
  if (state !== 'all' && stateName(run.facts) !== state) return false
  if (preset !== 'all' && naming.preset(run) !== preset) return false
  const { labels } = run
  const text = [naming.name(run), ...labels.tags, labels.notes, naming.preset(run), run.id].join('\n').toLowerCase()
  return query.toLowerCase().split(/\s+/).every(word => text.includes(word))
}

/** Runs that lack the figure come last in both directions. */
function comparing({ sort, descending }: Wanted, naming: Naming) {
  const sign = descending ? -1 : 1
  const keys = new Map<KeptRun, string | number | null>()
  const keyOf = (run: KeptRun) => {
    const known = keys.get(run)
    if (known !== undefined) return known
    const key = sortKey(run, sort, naming)
    keys.set(run, key)
    return key
  }
  return (a: KeptRun, b: KeptRun) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    if (typeof x === 'string' || typeof y === 'string') return sign * collator.compare(String(x), String(y))
    return sign * (x - y)
  }
}
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function sortKey(run: KeptRun, column: Column, naming: Naming): string | number | null {
  const { facts } = run
  if (column === 'name') return naming.name(run)
  if (!facts) return null
  switch (column) {
    case 'state': return stateNames.indexOf(stateName(facts) ?? 'failed')
    case 'preset': return naming.preset(run)
    case 'epochs': return facts.last?.epoch ?? 0
    case 'last': return facts.last?.testLoss ?? null
    case 'best': return facts.best?.testLoss ?? null
    case 'knn': return facts.last?.knnAccuracy ?? null
    case 'device': return facts.device
    case 'duration': return facts.seconds
    case 'size': return facts.bytes
    case 'date': return facts.createdAt
  }
}

/** Branches stand below the run they came from, in the order they have; one whose parent is not shown stands for itself. */
function asTree(sorted: readonly KeptRun[]): Row[] {
  const shown = new Set(sorted.map(({ id }) => id))
  const children = new Map<string | null, KeptRun[]>()
  for (const run of sorted) {
    const parent = run.facts?.parent?.id ?? null
    const key = parent !== null && parent !== run.id && shown.has(parent) ? parent : null
    const siblings = children.get(key)
    if (siblings) siblings.push(run)
    else children.set(key, [run])
  }
  const rows: Row[] = []
  const placed = new Set<string>()
  function place(run: KeptRun, depth: number) {
    if (placed.has(run.id)) return
    placed.add(run.id)
    rows.push({ run, depth })
    for (const child of children.get(run.id) ?? []) place(child, depth + 1)
  }
  for (const run of children.get(null) ?? []) place(run, 0)
  for (const run of sorted) place(run, 0) // a circle, which only damaged files can make
  return rows
}
