/** The name and memory of the graphics card, from the driver's own tool: TensorFlow's binding does not tell. */
import { execFileSync } from 'node:child_process'

export interface CudaDevice {
  readonly name: string
  /** Bytes. */
  readonly memory: number
}

/** The first card, or a nameless one where the tool is missing (TensorFlow has found it, so it is there). */
export function cudaDevice(): CudaDevice {
  try {
    const output = execFileSync('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'], { encoding: 'utf8', timeout: 5000 })
    const [name = '', mebibytes = '0'] = (output.split('\n')[0] ?? '').split(', ')
    return { name, memory: Number(mebibytes) * 2 ** 20 }
  } catch {
    return { name: 'NVIDIA GPU', memory: 0 }
  }
}
