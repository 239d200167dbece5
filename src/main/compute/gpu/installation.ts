/**
 * The GPU build on disk, in a folder of its own:
 *
 *   active.json       written last: which installation there is, and whether it is used
 *   install-…/        tensorflow/ with the addon's copy, nvidia/: laid out as site-packages
 *   downloads/        wheels, and parts of them
 *   unpacking-PID/    an installation in the making; worth nothing once its process is gone
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@shared/schema'
import { readJsonFile, writeJsonFile } from '../../jsonFile'
import { isAlive, writerOf } from '../../wholeFile'
import { copyBinding, searchBeside } from './binding'
import { tensorflowVersion } from './pins'

const Active = z.strictObject({
  tensorflow: z.string(),
  folder: z.string().check(z.regex(/^install-[0-9a-f]{16}$/)),
  /** Why it is set aside and the CPU build used; null where it is in use. */
  reason: z.nullable(z.string()),
})
export type Active = z.infer<typeof Active>

/** What the engine is started with to use the GPU build. */
export interface GpuRuntime {
  /** The addon's path. */
  readonly binding: string
  readonly environment: Readonly<Record<string, string>>
}

export class Installation {
  constructor(readonly folder: string) {}

  get downloads(): string {
    return join(this.folder, 'downloads')
  }

  /** Null where there is none, or only one of another version of TensorFlow or with files missing. */
  get active(): Active | null {
    const active = readJsonFile(join(this.folder, 'active.json'), z.nullable(Active), null, () => undefined)
    return active?.tensorflow === tensorflowVersion && existsSync(this.bindingOf(active)) ? active : null
  }

  /** The installation's, whether or not it is set aside. */
  runtime(): GpuRuntime | null {
    const { active } = this
    if (!active) return null
    const nvidia = join(this.folder, active.folder, 'nvidia')
    return {
      binding: this.bindingOf(active),
      environment: {
        XLA_FLAGS: `--xla_gpu_cuda_data_dir=${quoted(join(nvidia, 'cuda_nvcc'))}`, // libdevice and ptxas
        NVIDIA_TF32_OVERRIDE: '0', // single precision is single precision, as on the CPU
        TF_FORCE_GPU_ALLOW_GROWTH: 'true', // the screen and others use the card too
      },
    }
  }

  /** Null: use it; else the reason not to. */
  decide(reason: string | null): void {
    if (this.active) writeJsonFile(join(this.folder, 'active.json'), { ...this.active, reason })
  }

  /**
   * Builds an installation aside and puts it in place in one step, set aside for `reason`; one that was there before goes.
   * `binding` is the CPU build's addon.
   */
  async install(binding: string, reason: string, unpack: (folder: string) => Promise<void>): Promise<void> {
    const making = join(this.folder, `unpacking-${process.pid}`)
    await rm(making, { recursive: true, force: true })
    await mkdir(making, { recursive: true })
    try {
      await unpack(making)
      await copyBinding(binding, join(making, 'tensorflow', 'tfjs_binding.node'))
      const folder = `install-${randomBytes(8).toString('hex')}`
      await rename(making, join(this.folder, folder))
      await flush(this.folder)
      writeJsonFile(join(this.folder, 'active.json'), { tensorflow: tensorflowVersion, folder, reason } satisfies Active)
    } finally {
      await rm(making, { recursive: true, force: true })
    }
    await this.tidy()
  }

  /** Removes what a killed process or an older installation has left, and downloads that have become one. */
  async tidy(): Promise<void> {
    const used = this.active?.folder
    if (used) await rm(this.downloads, { recursive: true, force: true })
    for (const name of await readdir(this.folder).catch(() => [])) {
      const pid = writerOf(name) ?? Number(/^unpacking-(\d+)$/.exec(name)?.[1] ?? 0)
      const isStale = pid ? !isAlive(pid) : name.startsWith('install-') && name !== used
      if (isStale) await rm(join(this.folder, name), { recursive: true, force: true })
    }
  }

  /** Copies the addon anew where the app has brought another one. */
  async refresh(binding: string): Promise<void> {
    const { active } = this
    if (!active || !binding) return
    const [now, copy] = await Promise.all([readFile(binding), readFile(this.bindingOf(active))])
    if (!searchBeside(now).equals(copy)) await copyBinding(binding, this.bindingOf(active))
  }

  /** All of it, downloads included; what names it goes first. */
  async remove(): Promise<void> {
    await rm(join(this.folder, 'active.json'), { force: true })
    await rm(this.folder, { recursive: true, force: true })
  }

  private bindingOf({ folder }: Active): string {
    return join(this.folder, folder, 'tensorflow', 'tfjs_binding.node')
  }
}

/** As XLA reads its flags: a blank would end the value, and what follows it is taken for another flag or left out. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`
}

async function flush(folder: string) {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
