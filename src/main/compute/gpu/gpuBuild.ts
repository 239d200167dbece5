/**
 * Brings the GPU build of TensorFlow, puts it in use once a test has shown that it works, and takes it away. One thing at a time. Nothing here
 * speaks to the network unless `fetch` is called.
 */
import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GpuState } from '@shared/domain/compute'
import { LabError, messageOf } from '@shared/errors'
import { download, isWhole, partOf, sizeOf } from './download'
import type { DownloadOptions } from './download'
import type { GpuRuntime, Installation } from './installation'
import { lookUp } from './lookUp'
import { Paused, throwIfPaused } from './paused'
import type { PackageIndex, Wheel } from './pins'
import { unpackWheels } from './unpack'
import type { WheelFile } from './unpack'

export interface GpuBuildParts {
  readonly installation: Installation
  readonly wheels: readonly Wheel[]
  /** Bytes of what is kept of them. */
  readonly unpacked: number
  readonly index: PackageIndex
  readonly fetch: typeof fetch
  /** The CPU build's addon, which is copied; empty where there is none. */
  binding(): string
  /** Null where the installation computes as the CPU does, else why not, in a sentence. May have to wait for a run's end, and tells so. */
  test(runtime: GpuRuntime, signal: AbortSignal, onWait: (isWaiting: boolean) => void): Promise<string | null>
  onState?(state: GpuState): void
  /** The installation came into use or went out of it. */
  onChange?(): void
  /** Bytes free in a folder; null where that cannot be told. */
  freeSpace?(folder: string): Promise<number | null>
  readonly patience?: Pick<DownloadOptions, 'tries' | 'pause' | 'idle'>
}

const untested = 'It was not tested to the end. Test it again, or remove it.'
/** What files take on a disk beside their length, and what others write meanwhile. */
const spare = 500e6
/** Progress is told at most this often, in ms. */
const beat = 200

export class GpuBuild {
  private working: { readonly stop: AbortController, readonly ended: Promise<void> } | null = null
  private told: GpuState = { kind: 'absent', done: 0, of: 0, reason: null }
  private lastBeat = 0
  private lastReason: string | null = null

  constructor(private readonly parts: GpuBuildParts) {}

  /** How it stands, read from disk where nothing is under way. */
  async state(): Promise<GpuState> {
    return this.working ? this.told : this.settled()
  }

  /** What the engine is to use; null for the CPU build. */
  get runtime(): GpuRuntime | null {
    const { installation } = this.parts
    return installation.active?.reason === null ? installation.runtime() : null
  }

  /** Bytes to fetch yet, and free. */
  async offer(): Promise<{ download: number, installed: number, free: number | null }> {
    return { download: this.total - await this.here(), installed: this.parts.unpacked, free: await this.free() }
  }

  /** Fetches what is missing, installs, tests, and puts in use. Goes on where an earlier call was paused, cut or killed. */
  fetch(): Promise<GpuState> {
    return this.work(async (signal) => {
      const { installation, wheels } = this.parts
      await mkdir(installation.downloads, { recursive: true })
      await this.assertSpace(this.total - await this.here() + this.parts.unpacked)
      for (const wheel of wheels) await this.fetchOne(wheel, signal)
      await this.install(wheels.map(wheel => this.fileOf(wheel)), signal)
    })
  }

  /** The same from a folder that holds the wheels, under whatever names: they are known by their sums. */
  fetchFrom(folder: string): Promise<GpuState> {
    return this.work(async (signal) => {
      await mkdir(this.parts.installation.folder, { recursive: true })
      await this.assertSpace(this.parts.unpacked)
      await this.install(await this.findIn(folder, signal), signal)
    })
  }

  /** Tests what is installed again, and puts it in use where it passes. */
  retry(): Promise<GpuState> {
    return this.work(signal => this.judge(signal))
  }

  /** What was fetched is kept. */
  async pause(): Promise<void> {
    this.working?.stop.abort()
    await this.working?.ended
  }

  /** The CPU build from now on. */
  setAside(reason: string): void {
    if (this.parts.installation.active?.reason !== null) return
    this.parts.installation.decide(reason)
    void this.settled()
  }

  async remove(): Promise<GpuState> {
    await this.pause()
    return this.work(async () => {
      this.tell({ kind: 'removing', done: 0, of: 0, reason: null })
      await this.parts.installation.remove()
      this.parts.onChange?.()
    })
  }

  /** Clears away what a killed process has left, and takes on the addon of a newer app. */
  async tidy(): Promise<void> {
    await this.parts.installation.tidy()
    await this.parts.installation.refresh(this.parts.binding())
  }

  private get total(): number {
    return this.parts.wheels.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** One piece of work; its fault is remembered as the state's reason, and thrown. */
  private async work(run: (signal: AbortSignal) => Promise<void>): Promise<GpuState> {
    if (this.working) throw new LabError('E_BUSY', 'The GPU build is being worked on already. Wait, or pause it.')
    const stop = new AbortController()
    const running = run(stop.signal)
    this.working = { stop, ended: running.catch(() => undefined) }
    this.lastReason = null
    try {
      await running
    } catch (error) {
      if (!(error instanceof Paused)) {
        this.lastReason = messageOf(error)
        throw error
      }
    } finally {
      this.working = null
      await this.settled()
    }
    return this.told
  }

  private async settled(): Promise<GpuState> {
    const { active } = this.parts.installation
    if (active) return this.tell({ kind: active.reason === null ? 'active' : 'set-aside', done: 0, of: 0, reason: active.reason ?? this.lastReason })
    const done = await this.here()
    return this.tell(done > 0
      ? { kind: 'paused', done, of: this.total, reason: this.lastReason }
      : { kind: 'absent', done: 0, of: 0, reason: this.lastReason })
  }

  private async fetchOne(wheel: Wheel, signal: AbortSignal) {
    const { index, fetch, wheels, patience } = this.parts
    const file = this.fileOf(wheel).path
    const before = wheels.slice(0, wheels.indexOf(wheel)).reduce((sum, { bytes }) => sum + bytes, 0)
    const onProgress = (bytes: number) => this.beat({ kind: 'fetching', done: before + bytes, of: this.total, reason: null })
    onProgress(Math.max(await sizeOf(file), await sizeOf(partOf(file))))
    if (await isWhole(file, wheel)) return
    await rm(file, { force: true })
    const url = await lookUp(wheel, index, fetch, signal)
    await download({ ...wheel, url, file }, { ...patience, fetch, signal, onProgress })
  }

  private async findIn(folder: string, signal: AbortSignal): Promise<WheelFile[]> {
    const names = await readdir(folder).catch((error: unknown) => {
      throw new LabError('E_IO', `The folder ${folder} could not be read. Choose the one with the wheels.`, { cause: error })
    })
    const paths = names.filter(name => name.endsWith('.whl')).map(name => join(folder, name))
    const sizes = await Promise.all(paths.map(async path => ({ path, bytes: await sizeOf(path) })))
    const found: WheelFile[] = []
    const missing: Wheel[] = []
    let done = 0
    for (const wheel of this.parts.wheels) {
      throwIfPaused(signal)
      this.beat({ kind: 'checking', done, of: this.total, reason: null })
      const path = await firstWhole(sizes.filter(({ bytes }) => bytes === wheel.bytes).map(({ path }) => path), wheel)
      if (path) found.push({ path, name: wheel.name })
      else missing.push(wheel)
      done += wheel.bytes
    }
    if (missing.length > 0) throw new LabError('E_FORMAT', `${folder} lacks ${listOf(missing)}, or has them in another version. Nothing was installed.`)
    return found
  }

  private async install(files: readonly WheelFile[], signal: AbortSignal) {
    const { installation, binding, unpacked } = this.parts
    if (!binding()) throw new LabError('E_UNSUPPORTED', 'TensorFlow\'s addon is not installed on this system, and the GPU build needs it.')
    await installation.install(binding(), untested, folder => unpackWheels(files, folder, {
      signal, most: 2 * unpacked, onProgress: (done, of) => this.beat({ kind: 'unpacking', done, of, reason: null }),
    }))
    await this.judge(signal)
  }

  private async judge(signal: AbortSignal) {
    const { installation, test, onChange } = this.parts
    const runtime = installation.runtime()
    if (!runtime) throw new LabError('E_IO', 'The GPU build is not installed.')
    this.tell({ kind: 'testing', done: 0, of: 0, reason: null })
    const wasUsed = installation.active?.reason === null
    const onWait = (isWaiting: boolean) => void this.tell({ kind: isWaiting ? 'waiting' : 'testing', done: 0, of: 0, reason: null })
    const reason = await test(runtime, signal, onWait)
    throwIfPaused(signal)
    installation.decide(reason)
    if (wasUsed !== (reason === null)) onChange?.()
  }

  private async assertSpace(needed: number) {
    const free = await this.free()
    if (free !== null && free < needed + spare)
      throw new LabError('E_DISK_FULL', `The GPU build needs ${gigabytes(needed + spare)} and ${gigabytes(free)} are free. Nothing was fetched. Free some space and try again.`)
  }

  private async free(): Promise<number | null> {
    return (this.parts.freeSpace ?? freeSpace)(this.parts.installation.folder)
  }

  /** Bytes of the wheels that were fetched, whole or in part. */
  private async here(): Promise<number> {
    const sizes = await Promise.all(this.parts.wheels.map(async (wheel) => {
      const { path } = this.fileOf(wheel)
      return Math.min(wheel.bytes, Math.max(await sizeOf(path), await sizeOf(partOf(path))))
    }))
    return sizes.reduce((a, b) => a + b, 0)
  }

  private fileOf({ name, version }: Wheel): WheelFile {
    return { path: join(this.parts.installation.downloads, `${name}-${version}.whl`), name: `${name} ${version}` }
  }

  private beat(state: GpuState) {
    if (performance.now() - this.lastBeat < beat && state.kind === this.told.kind) return
    this.lastBeat = performance.now()
    this.tell(state)
  }

  private tell(state: GpuState): GpuState {
    this.told = state
    this.parts.onState?.(state)
    return state
  }
}

async function firstWhole(paths: readonly string[], wheel: Wheel): Promise<string | null> {
  for (const path of paths) if (await isWhole(path, wheel)) return path
  return null
}

function listOf(wheels: readonly Wheel[]): string {
  const [first, second, ...rest] = wheels.map(({ name, version }) => `${name} ${version}`)
  return [first, ...second ? [second] : [], ...rest.length > 0 ? [`${rest.length} more`] : []].join(', ')
}

/** Of the folder's disk, also where the folder is yet to be made. */
async function freeSpace(folder: string): Promise<number | null> {
  const { bavail, bsize } = await statfs(folder).catch(() => statfs(dirname(folder)).catch(() => ({ bavail: null, bsize: 0 })))
  return bavail === null ? null : bavail * bsize
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
