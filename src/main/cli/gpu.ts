/** `lab gpu status|install|remove`: the GPU build of TensorFlow, as in Settings. */
import type { GpuState } from '@shared/domain/compute'
import { LabError } from '@shared/errors'
import { openGpuBuild, refusalOf } from '../compute/compute'
import { nvidiaDriver } from '../compute/driver'
import type { GpuBuild } from '../compute/gpu/gpuBuild'
import { gpuWheels } from '../compute/gpu/pins'
import { SelfTest } from '../compute/selfTest'
import type { GpuCommand } from './arguments'
import { startProbe } from './probe'
import { engineRuntime } from './runtime'
import { userData } from './userData'

/** 0 where it is as was asked for, 1 otherwise. */
export async function gpuCommand({ action, from, anyway }: GpuCommand): Promise<number> {
  const { binding, dataFolder } = engineRuntime()
  const runtime = () => ({ binding: binding || null, fashionMnist: dataFolder })
  const tell = teller()
  const test = new SelfTest({ start: startProbe, isTraining: () => false, candidates: () => [] })
  const build = openGpuBuild({ folder: userData(), runtime, onGpu: tell, onChange: () => undefined }, test)
  if (action === 'status') return status(await build.state(), await build.offer())
  if (action === 'remove') {
    await build.remove()
    console.log('The GPU build is removed.')
    return 0
  }
  const refusal = anyway ? null : await refusalOf(runtime)
  if (refusal) throw new LabError('E_UNSUPPORTED', refusal)
  process.once('SIGINT', () => void build.pause())
  const { kind, reason } = await install(build, from)
  console.log(kind === 'active' ? 'The GPU build passed its test and is in use.' : reason ?? 'Paused: the same command goes on.')
  return kind === 'active' ? 0 : 1
}

/** One that is there is not brought again; one that is set aside is tested again. */
async function install(build: GpuBuild, from: string | null): Promise<GpuState> {
  const before = await build.state()
  if (before.kind === 'active') return before
  if (before.kind === 'set-aside') return build.retry()
  return from === null ? build.fetch() : build.fetchFrom(from)
}

async function status(state: GpuState, { download, installed, free }: { download: number, installed: number, free: number | null }): Promise<number> {
  const driver = await nvidiaDriver()
  console.log(JSON.stringify({ ...state, driver, download, installed, free, wheels: gpuWheels.map(({ name, version }) => `${name}==${version}`) }, null, 2))
  return 0
}

/** A line for each new kind of work and for each tenth of it, on standard error. */
function teller(): (state: GpuState) => void {
  let last = ''
  return ({ kind, done, of }) => {
    const line = of > 0 && kind !== 'paused' ? `${kind}: ${Math.floor(10 * done / of) * 10} % of ${(of / 1e9).toFixed(2)} GB` : kind
    if (line !== last && kind !== 'absent') console.error(line)
    last = line
  }
}
