/** Worker: trains a preset for some epochs and asks how far places of its latent space may be trusted. */
import type { PresetId } from '@shared/domain/presets'
import { presets } from '@shared/domain/presets'
import type { Split } from '@shared/domain/image'
import { trustLevel, type Trust, type TrustLevel } from '@shared/domain/latent/trust'
import { seeded } from '@shared/domain/seeded'
import { engineRuntime } from '../../src/main/cli/runtime'
import { startEngine } from '../../src/main/engine/engine'
import { answer } from './answer'

/** Places of a kind that are asked about. */
const count = 300
const pixels = 784
/** Enough for clouds that have found their form. */
const epochs = 5
const random = seeded(3)

export interface Judged {
  readonly levels: readonly TrustLevel[]
  readonly distances: readonly number[]
  readonly cycles: readonly number[]
}
export type Judgements = Readonly<Record<'moved' | 'between' | 'box' | 'outside', Judged>> & { readonly distanceBound: number, readonly cycleBound: number }

let ended: () => void = () => undefined
const engine = await startEngine({
  ...engineRuntime(),
  announce: (event, payload) => event === 'state' && (payload as { state: { kind: string } }).state.kind === 'ended' && ended(),
})
const { handlers } = engine
type At = Readonly<{ runId: string, epoch: number }>

async function judge(id: PresetId): Promise<Judgements> {
  const config = { ...presets[id].config, epochs }
  const over = new Promise<void>(resolve => (ended = resolve))
  const { runId } = await handlers.startRun(config)
  await over
  const at = { runId, epoch: epochs }
  const rows = await testRows(at)
  const kinds = { moved: await moved(at), between: between(rows), box: inBox(rows), outside: outside(rows) }
  const judged = await Promise.all(Object.entries(kinds).map(async ([kind, places]) => [kind, await judgedOf(at, places)] as const))
  const { distanceBound, cycleBound } = await handlers.trust({ ...at, point: rows[0] ?? new Float32Array() })
  return { ...Object.fromEntries(judged), distanceBound, cycleBound } as Judgements
}

async function judgedOf(at: At, places: readonly Float32Array[]): Promise<Judged> {
  const trusts: Trust[] = []
  for (const point of places) trusts.push(await handlers.trust({ ...at, point }))
  return { levels: trusts.map(trustLevel), distances: trusts.map(trust => trust.relativeDistance), cycles: trusts.map(trust => trust.cycleError) }
}

async function testRows(at: At): Promise<Float32Array[]> {
  const { values, dimension } = await handlers.latents({ ...at, split: 'test' as Split })
  return Array.from({ length: values.length / dimension }, (_, i) => values.slice(i * dimension, (i + 1) * dimension))
}

/** Test images moved by a pixel: like those of the data set, and not among them. */
async function moved(at: At): Promise<Float32Array[]> {
  const indices = Int32Array.from({ length: count }, () => Math.floor(10_000 * random()))
  const { pixels: pictures } = await handlers.images({ split: 'test', indices })
  const away = pictures.map((_, i) => (i % 28 === 0 ? 0 : pictures[i - 1] ?? 0))
  const { latents } = await handlers.encode({ ...at, pixels: away })
  const dimension = latents.length / (away.length / pixels)
  return Array.from({ length: count }, (_, i) => latents.slice(i * dimension, (i + 1) * dimension))
}

/** Half way between two test images. */
function between(rows: readonly Float32Array[]): Float32Array[] {
  return some(() => {
    const [a, b] = [pick(rows), pick(rows)]
    return a.map((value, axis) => (value + (b[axis] ?? 0)) / 2)
  })
}

/** Anywhere in the box around the test images. */
function inBox(rows: readonly Float32Array[]): Float32Array[] {
  const axes = axesOf(rows)
  return some(() => Float32Array.from(axes, ({ low, high }) => low + random() * (high - low)))
}

/** On a sphere around the box. */
function outside(rows: readonly Float32Array[]): Float32Array[] {
  const axes = axesOf(rows)
  return some(() => {
    const way = axes.map(() => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random()))
    const length = Math.hypot(...way)
    return Float32Array.from(axes, ({ low, high }, k) => (low + high) / 2 + (way[k] ?? 0) / length * (high - low) * Math.sqrt(axes.length))
  })
}

function axesOf(rows: readonly Float32Array[]) {
  return Array.from(rows[0] ?? [], (_, axis) => {
    const values = rows.map(row => row[axis] ?? 0)
    return { low: Math.min(...values), high: Math.max(...values) }
  })
}

function some(make: () => Float32Array): Float32Array[] {
  return Array.from({ length: count }, make)
}

function pick(rows: readonly Float32Array[]): Float32Array {
  return rows[Math.floor(random() * rows.length)] ?? new Float32Array()
}

await answer(Object.fromEntries((['seed', 'variational', 'thirty-two'] as const).map(id => [id, () => judge(id)])))
