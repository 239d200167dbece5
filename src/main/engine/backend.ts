/** The only file that loads TensorFlow's native binding. Backends in order: CUDA, CPU, and WebAssembly where the library cannot load. */
import { existsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join, sep } from 'node:path'
import util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'
import type { EngineInfo } from '@shared/domain/device'
import { LabError, messageOf } from '@shared/errors'
import { cudaDevice } from './cudaDevice'
import { load } from './load'

/** What the engine uses of tfjs-node's backend; the binding is replaceable, as tracing needs. */
export interface NativeBackend {
  binding: TFJSBinding
  getInputTensorIds(tensors: tf.Tensor[]): number[]
  /** Takes over values that JavaScript made; TensorFlow gets them when an op first wants them. */
  move(dataId: object, values: unknown, shape: number[], dtype: tf.DataType, refCount: number): void
  executeSingleOutput(op: string, attributes: TFEOpAttr[], inputs: tf.Tensor[]): tf.Tensor
  executeMultipleOutputs(op: string, attributes: TFEOpAttr[], inputs: tf.Tensor[], outputs: number): tf.Tensor[]
}

export interface Backend {
  readonly info: EngineInfo
  /** Null under WebAssembly, which runs every step op by op. */
  readonly native: NativeBackend | null
}

/**
 * Loads the best backend there is. `binding` is the addon's path, or empty. Where `fallback` is given, `binding` is that of the GPU build which
 * the user has installed: if it is of no use here, the info's notice says why.
 */
export async function loadBackend(binding: string, fallback = ''): Promise<Backend> {
  return fallback ? loadGpuBuild(binding, fallback) : loadPlain(binding)
}

async function loadGpuBuild(binding: string, fallback: string): Promise<Backend> {
  const native = await loadNative(binding)
  if (typeof native === 'string') return noting(await loadPlain(fallback), `The GPU build of TensorFlow could not be loaded, so the processor computes: ${native}`)
  if (native.info.backend === 'tensorflow-cuda') return native
  return noting(native, 'The GPU build of TensorFlow found no graphics card that it can use, so the processor computes. Is NVIDIA\'s driver running?')
}

function noting(backend: Backend, notice: string): Backend {
  return { ...backend, info: { ...backend.info, notice } }
}

async function loadPlain(binding: string): Promise<Backend> {
  const native = binding ? await loadNative(binding) : 'It is not installed on this system.'
  if (typeof native !== 'string') return native
  return loadWasm(`TensorFlow could not be loaded, so training is slower: ${native}`)
}

async function loadNative(path: string): Promise<Backend | string> {
  try {
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2' // TensorFlow writes to standard error before anything else
    restoreUtil()
    const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js')
    await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js')
    const binding = load(path) as TFJSBinding
    const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu')
    tf.registerBackend('tensorflow', () => backend, 3)
    if (!tf.setBackend('tensorflow')) return 'It refused to start.'
    return { native: backend as unknown as NativeBackend, info: nativeInfo(binding) }
  } catch (error) {
    return messageOf(error).split('\n', 1)[0] ?? '' // the rest is where Node looked for it
  }
}

/** tfjs-node 4.22 calls two functions that Node 23 removed (tfjs#8609). */
function restoreUtil(): void {
  const old = util as unknown as Record<string, unknown>
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  old['isArray'] ??= Array.isArray
}

function nativeInfo(binding: TFJSBinding): EngineInfo {
  const library = `TensorFlow ${binding.TF_Version}`
  const cuda = binding.isUsingGpuDevice() ? cudaDevice() : null
  if (cuda) return { backend: 'tensorflow-cuda', device: cuda.name, memory: cuda.memory, library, ...program(), notice: null }
  return { backend: 'tensorflow-cpu', ...processor(), ...program(), library, notice: null }
}

async function loadWasm(notice: string): Promise<Backend> {
  await import('@tensorflow/tfjs') // registers the gradients, as tfjs-node does by itself
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(wasmFolder())
  if (!await tf.setBackend('wasm')) throw new LabError('E_UNSUPPORTED', 'Neither TensorFlow nor WebAssembly can run on this computer.')
  return { native: null, info: { backend: 'wasm', ...processor(), tfjs: tf.version_core, threads: 1, library: `TensorFlow.js WebAssembly ${version}`, notice } }
}

/** The bundle has its modules beside it (see electron.vite.config.ts); unbundled, they are the package's. */
function wasmFolder(): string {
  const beside = join(import.meta.dirname, wasmModule)
  return join(dirname(existsSync(beside) ? beside : load.resolve(`@tensorflow/tfjs-backend-wasm/dist/${wasmModule}`)), sep)
}
const wasmModule = 'tfjs-backend-wasm.wasm'

function processor() {
  return { device: cpus()[0]?.model.trim() ?? 'unknown processor', memory: totalmem() }
}

/** TensorFlow itself heeds the variable; without it, it takes every processor. */
function program() {
  return { tfjs: tf.version_core, threads: Number(process.env['TF_NUM_INTRAOP_THREADS']) || cpus().length }
}
