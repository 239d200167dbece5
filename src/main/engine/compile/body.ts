/** The nodes of a function or of the graph around it, added one by one. */
import { attr, dtypes, nodeDef } from './proto'
import type { Attributes, DType, NodeDef } from './proto'
import { functionOutput } from './outputs'

/** The name of an output, as other nodes of the same body write it. */
export type Ref = string

export class Body {
  readonly nodes: NodeDef[] = []
  private readonly ops = new Set<string>()
  private count = 0

  constructor(private readonly kind: 'function' | 'graph') {}

  /** Adds a node and returns the name under which it stands. */
  node(op: string, inputs: readonly Ref[], attributes: Attributes = {}, name = `${op}_${this.count++}`): string {
    this.nodes.push(nodeDef(name, op, inputs, attributes))
    this.ops.add(op)
    return name
  }

  /** Adds a node and returns its first output. */
  add(op: string, inputs: readonly Ref[], attributes: Attributes = {}, name?: string): Ref {
    return this.output(op, this.node(op, inputs, attributes, name))
  }

  has(op: string): boolean {
    return this.ops.has(op)
  }

  output(op: string, node: string, index = 0): Ref {
    return this.kind === 'function' ? functionOutput(op, node, index) : `${node}:${index}`
  }

  constant(dtype: number, shape: readonly number[], values: ArrayBufferView): Ref {
    return this.add('Const', [], { dtype: attr.type(dtype), value: attr.tensor(dtype, shape, values) })
  }

  float(value: number): Ref {
    return this.constant(dtypes.float32, [], Float32Array.of(value))
  }

  int(value: number): Ref {
    return this.constant(dtypes.int32, [], Int32Array.of(value))
  }

  ints(values: readonly number[]): Ref {
    return this.constant(dtypes.int32, [values.length], Int32Array.from(values))
  }

  binary(op: 'AddV2' | 'Mul' | 'Less' | 'RealDiv', a: Ref, b: Ref, dtype: DType): Ref {
    return this.add(op, [a, b], { T: attr.type(dtype) })
  }

  /** The value of `ref`, available only after the nodes of `after` have run. */
  identity(ref: Ref, dtype: DType, after: readonly string[] = [], name?: string): Ref {
    return this.add('Identity', [ref, ...after.map(node => `^${node}`)], { T: attr.type(dtype) }, name)
  }

  cast(ref: Ref, from: DType, to: DType): Ref {
    return this.add('Cast', [ref], { SrcT: attr.type(from), DstT: attr.type(to), Truncate: attr.bool(false) })
  }

  /** `length` entries of a vector from `begin` (a scalar) on. */
  slice(vector: Ref, begin: Ref, length: number, dtype: DType): Ref {
    const start = this.add('Pack', [begin], { T: attr.type('int32'), N: attr.int(1), axis: attr.int(0) })
    return this.add('Slice', [vector, start, this.ints([length])], { T: attr.type(dtype), Index: attr.type('int32') })
  }

  /** The rows of a matrix whose numbers stand in `indices`. */
  gather(matrix: Ref, indices: Ref, dtype: DType): Ref {
    return this.add('GatherV2', [matrix, indices, this.int(0)], {
      Tparams: attr.type(dtype), Tindices: attr.type('int32'), Taxis: attr.type('int32'), batch_dims: attr.int(0),
    })
  }

  reshape(ref: Ref, shape: readonly number[], dtype: DType): Ref {
    return this.add('Reshape', [ref, this.ints(shape)], { T: attr.type(dtype), Tshape: attr.type('int32') })
  }
}
