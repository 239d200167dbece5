/** NVIDIA's driver, as it tells of itself. There being none is an ordinary answer. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { NvidiaDriver } from '@shared/domain/compute'

/**
 * What the GPU build needs. Its CUDA is 12.9, which runs on every driver for a CUDA 12: 525 and newer, says table 1 of NVIDIA's "CUDA Compatibility",
 * docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html; 525.60.13 is the first of them, which came with CUDA 12.0 for Linux.
 */
export const oldestDriver = '525.60.13'

export interface DriverSources {
  /** The text of the kernel module's version file; rejects where there is none. */
  readVersion(): Promise<string>
  /** What nvidia-smi prints for `driver_version,name`; rejects where there is none. */
  askTool(): Promise<string>
}

const system: DriverSources = {
  readVersion: () => readFile('/proc/driver/nvidia/version', 'utf8'),
  async askTool() {
    const { stdout } = await promisify(execFile)('nvidia-smi', ['--query-gpu=driver_version,name', '--format=csv,noheader'], { timeout: 5000 })
    return stdout
  },
}

/** The driver and its cards; null where neither the kernel nor the tool knows of one. */
export async function nvidiaDriver({ readVersion, askTool }: DriverSources = system): Promise<NvidiaDriver | null> {
  const [module, tool] = await Promise.all([readVersion().catch(() => ''), askTool().catch(() => '')])
  const rows = tool.split('\n').map(line => line.split(', ')).filter(([version]) => /^\d+\./.test(version ?? ''))
  const version = /Kernel Module\s+(?:for \S+\s+)?(\d+(?:\.\d+)+)/.exec(module)?.[1] ?? rows[0]?.[0]
  return version ? { version, cards: rows.map(([, name]) => name?.trim() ?? '').filter(Boolean) } : null
}

/** Whether the GPU build can run on a driver of this version, which is numbers with points between them. */
export function isNewEnough(version: string): boolean {
  const oldest = oldestDriver.split('.').map(Number)
  const numbers = version.split('.').map(Number)
  const first = oldest.findIndex((number, i) => number !== (numbers[i] ?? 0))
  return first < 0 || (numbers[first] ?? 0) > (oldest[first] ?? 0)
}
