/** A TensorFlow session of our own making: variables that stay on the device, and compiled functions over them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabError, messageOf } from '@shared/errors'
import type { NativeBackend } from '../backend'
import { Body } from './body'
import { attr, dtypes, savedModel } from './proto'
import type { DType, FunctionDef } from './proto'

/** A variable of the session. */
export interface Resource {
  readonly name: string
  readonly dtype: 'float32' | 'uint8'
  readonly shape: readonly number[]
}

export interface Input {
  readonly name: string
  readonly dtype: 'float32' | 'int32'
  readonly shape: readonly number[]
}

/** A traced function, with the functions that it calls. */
export interface Traced {
  readonly name: string
  readonly inputs: readonly Input[]
  readonly outputs: readonly DType[]
  /** Names of the variables that it takes, in order, after its inputs. */
  readonly resources: readonly string[]
  readonly functions: readonly FunctionDef[]
}

export interface Entry {
  /** The name by which it is run. */
  readonly name: string
  readonly traced: Traced
  readonly executor: 'xla' | 'graph'
}

export type Values = Float32Array | Int32Array | Uint8Array

export class Program {
  private constructor(
    private readonly backend: NativeBackend,
    private readonly session: number,
    private readonly resources: ReadonlyMap<string, Resource>,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Loads the graph; variables hold nothing until they are written. XLA compiles an entry when it first runs. */
  static load(backend: NativeBackend, resources: readonly Resource[], entries: readonly Entry[]): Program {
    const folder = mkdtempSync(join(tmpdir(), 'latent-lab-'))
    try {
      writeFileSync(join(folder, 'saved_model.pb'), assemble(resources, entries))
      const session = backend.binding.loadSavedModel(folder, 'serve')
      return new Program(backend, session, byName(resources), byName(entries))
    } finally {
      // The session holds the whole graph: nothing is left to clean up where the process dies.
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /**
   * Sets variables, by name. All at once: the session prepares anew for every set of names that it has not seen, tens of milliseconds
   * in which it looks through all functions of the graph.
   */
  write(values: ReadonlyMap<string, Values>): void {
    const names = [...values.keys()]
    if (names.length === 0) return
    const ids: number[] = []
    try {
      for (const [name, array] of values) ids.push(this.create(this.resource(name), array))
      this.fetch(ids, names.map(name => `init/${name}`).join(','), names.map(name => `written/${name}`).join(','))
    } finally {
      for (const id of ids) this.backend.binding.deleteTensor(id)
    }
  }

  /** The values of variables, in the order of their names. All at once, for the reason that `write` gives. */
  read(names: readonly string[]): Float32Array[] {
    if (names.length === 0) return []
    return this.fetch([], '', names.map(name => `read/${this.resource(name).name}`).join(',')) as Float32Array[]
  }

  /** Runs an entry. Inputs in the order of its signature; one array an output. */
  run(name: string, inputs: readonly Values[]): Values[] {
    const entry = this.entries.get(name)
    if (!entry) throw new LabError('E_INTERNAL', `The program has no entry ${name}.`)
    const outputs = entry.traced.outputs.map((_, index) => `${name}/out${index}`)
    const ids: number[] = []
    try {
      entry.traced.inputs.forEach((input, index) => ids.push(this.create(input, inputs[index] ?? new Float32Array())))
      return this.fetch(ids, entry.traced.inputs.map(input => `${name}/${input.name}`).join(','), outputs.join(','))
    } finally {
      for (const id of ids) this.backend.binding.deleteTensor(id)
    }
  }

  dispose(): void {
    this.backend.binding.deleteSavedModel(this.session)
  }

  private resource(name: string): Resource {
    const resource = this.resources.get(name)
    if (!resource) throw new LabError('E_INTERNAL', `The program has no variable ${name}.`)
    return resource
  }

  private create({ name, dtype, shape }: Input | Resource, values: Values): number {
    const size = shape.reduce((a, b) => a * b, 1)
    if (values.length !== size) throw new LabError('E_INTERNAL', `${name} holds ${size} numbers, not ${values.length}.`)
    return translating(() => this.backend.binding.createTensor([...shape], dtypes[dtype], values))
  }

  private fetch(ids: number[], inputs: string, outputs: string): Values[] {
    const { binding } = this.backend
    const colons = (names: string) => names && names.split(',').map(name => `${name}:0`).join(',')
    const results = translating(() => binding.runSavedModel(this.session, ids, colons(inputs), colons(outputs)))
    try {
      // The arrays are views of native memory that lives as long as the tensor: copy, then free.
      return results.map(({ id }) => translating(() => binding.tensorDataSync(id).slice()))
    } finally {
      for (const { id } of results) binding.deleteTensor(id)
    }
  }
}

function assemble(resources: readonly Resource[], entries: readonly Entry[]): Uint8Array {
  const graph = new Body('graph')
  const done = graph.float(1)
  for (const { name, dtype, shape } of resources) {
    const typed = { dtype: attr.type(dtype), shape: attr.shape(shape) }
    graph.add('VarHandleOp', [], { ...typed, shared_name: attr.string(name), container: attr.string('') }, name)
    const given = graph.add('Placeholder', [], typed, `init/${name}`)
    // An array of JavaScript's may stand in the tensor itself. A variable that a step assigns would let go of it on one of TensorFlow's
    // threads, where nothing of JavaScript may be touched; the images are never assigned, and too large to hold twice.
    const initial = dtype === 'float32' ? graph.add('DeepCopy', [given], { T: attr.type(dtype) }) : given
    const assign = graph.node('AssignVariableOp', [name, initial], { dtype: attr.type(dtype) }, `assign/${name}`)
    graph.identity(done, 'float32', [assign], `written/${name}`)
    if (dtype === 'float32') graph.add('ReadVariableOp', [name], { dtype: attr.type(dtype) }, `read/${name}`)
  }
  for (const entry of entries) addEntry(graph, entry)
  const functions = new Set(entries.flatMap(entry => entry.traced.functions)) // entries share some
  return savedModel(graph.nodes, [...functions])
}

function addEntry(graph: Body, { name, traced, executor }: Entry): void {
  const inputs = traced.inputs.map(({ name: input, dtype, shape }) =>
    graph.add('Placeholder', [], { dtype: attr.type(dtype), shape: attr.shape(shape) }, `${name}/${input}`))
  const call = graph.node('StatefulPartitionedCall', [...inputs, ...traced.resources], {
    Tin: attr.types([...traced.inputs.map(input => input.dtype), ...traced.resources.map((): DType => 'resource')]),
    Tout: attr.types(traced.outputs),
    f: attr.func(traced.name),
    config: attr.string(''),
    config_proto: attr.string(''),
    executor_type: attr.string(''),
    ...executor === 'xla' && { _XlaMustCompile: attr.bool(true) },
  }, name)
  traced.outputs.forEach((dtype, index) => graph.identity(`${call}:${index}`, dtype, [], `${name}/out${index}`))
}

function byName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map(item => [item.name, item]))
}

/** Whatever asks the device for memory: E_MEMORY where there is none. */
function translating<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!/OOM|RESOURCE_EXHAUSTED|out of memory/i.test(messageOf(error))) throw error
    throw new LabError('E_MEMORY', 'The device ran out of memory. Choose a smaller batch size or a smaller network.', { cause: error })
  }
}
