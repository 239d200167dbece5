/** Fetches a GPU build of stand-in wheels until it is done or killed: `gpuFetcher.mjs JSON`. */
import { join } from 'node:path'
import { GpuBuild } from '../../../src/main/compute/gpu/gpuBuild'
import { Installation } from '../../../src/main/compute/gpu/installation'
import type { PackageIndex, Wheel } from '../../../src/main/compute/gpu/pins'

export interface FetcherTask {
  readonly folder: string
  readonly index: PackageIndex
  readonly wheels: readonly Wheel[]
  readonly unpacked: number
  /** A folder of wheels to take instead. */
  readonly from?: string
}

const { folder, index, wheels, unpacked, from } = JSON.parse(process.argv[2] ?? '') as FetcherTask
const build = new GpuBuild({
  installation: new Installation(join(folder, 'gpu')), wheels, unpacked, index, fetch,
  binding: () => join(folder, 'tfjs_binding.node'), test: () => Promise.resolve(null), freeSpace: () => Promise.resolve(1e12),
})
await build.tidy()
const { kind } = await build.state()
const now = kind === 'active' ? kind : kind === 'set-aside' ? (await build.retry()).kind : (await (from ? build.fetchFrom(from) : build.fetch())).kind
process.stdout.write(`${now}\n`)
