/** TensorFlow's graph messages, as far as a compiled step needs them: plain values in, protobuf objects out. */
// @ts-expect-error -- tfjs-node ships its messages as generated CommonJS without declarations
import apiMessages from '@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js'
import type * as messages from './messages'

const pb = apiMessages as typeof messages

/** Numbers of TensorFlow's DataType. */
export const dtypes = { float32: 1, int32: 3, uint8: 4, bool: 10, resource: 20 } as const
export type DType = keyof typeof dtypes

export type Attribute = messages.AttrValue
export type Attributes = Readonly<Record<string, Attribute>>
export type NodeDef = messages.NodeDef
export type FunctionDef = messages.FunctionDef

/** Name and type of an argument or a result of a function. */
export type Arg = readonly [name: string, dtype: DType]

export const attr = {
  type: (value: DType | number) => attribute(a => a.setType(typeof value === 'number' ? value : dtypes[value])),
  types: (values: readonly DType[]) => listAttribute(list => list.setTypeList(values.map(v => dtypes[v]))),
  int: (value: number) => attribute(a => a.setI(value)),
  ints: (values: readonly number[]) => listAttribute(list => list.setIList([...values])),
  float: (value: number) => attribute(a => a.setF(value)),
  bool: (value: boolean) => attribute(a => a.setB(value)),
  string: (value: string) => attribute(a => a.setS(new TextEncoder().encode(value))),
  shape: (value: readonly number[]) => attribute(a => a.setShape(shapeProto(value))),
  shapes: (values: readonly (readonly number[])[]) => listAttribute(list => list.setShapeList(values.map(shapeProto))),
  tensor: (dtype: number, shape: readonly number[], values: ArrayBufferView) => attribute(a => a.setTensor(tensorProto(dtype, shape, values))),
  func: (name: string) => attribute((a) => {
    const list = new pb.NameAttrList()
    list.setName(name)
    a.setFunc(list)
  }),
}

export function nodeDef(name: string, op: string, inputs: readonly string[], attributes: Attributes): NodeDef {
  const node = new pb.NodeDef()
  node.setName(name)
  node.setOp(op)
  node.setInputList([...inputs])
  for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value)
  return node
}

export interface FunctionSketch {
  readonly name: string
  readonly inputs: readonly Arg[]
  readonly outputs: readonly Arg[]
  readonly nodes: readonly NodeDef[]
  /** Each result of `outputs`, and which output of a node it is. */
  readonly returns: Readonly<Record<string, string>>
  readonly stateful: boolean
}

/** A function of the graph's library. */
export function functionDef({ name, inputs, outputs, nodes, returns, stateful }: FunctionSketch): FunctionDef {
  const signature = new pb.OpDef()
  signature.setName(name)
  signature.setInputArgList(inputs.map(argDef))
  signature.setOutputArgList(outputs.map(argDef))
  signature.setIsStateful(stateful)
  const fn = new pb.FunctionDef()
  fn.setSignature(signature)
  fn.setNodeDefList([...nodes])
  for (const [result, output] of Object.entries(returns)) fn.getRetMap().set(result, output)
  return fn
}

/** The bytes of a `saved_model.pb` without a variables folder. `producer` is the GraphDef version of TensorFlow 2.21. */
export function savedModel(nodes: readonly NodeDef[], functions: readonly FunctionDef[], producer = 1882): Uint8Array {
  const graph = new pb.GraphDef()
  graph.setNodeList([...nodes])
  const versions = new pb.VersionDef()
  versions.setProducer(producer)
  graph.setVersions(versions)
  const library = new pb.FunctionDefLibrary()
  library.setFunctionList([...functions])
  graph.setLibrary(library)
  const info = new pb.MetaGraphDef.MetaInfoDef()
  info.setTagsList(['serve'])
  const meta = new pb.MetaGraphDef()
  meta.setMetaInfoDef(info)
  meta.setGraphDef(graph)
  const model = new pb.SavedModel()
  model.setSavedModelSchemaVersion(1)
  model.setMetaGraphsList([meta])
  return model.serializeBinary()
}

function attribute(fill: (a: messages.AttrValue) => void): messages.AttrValue {
  const value = new pb.AttrValue()
  fill(value)
  return value
}

function listAttribute(fill: (list: messages.ListValue) => void): messages.AttrValue {
  const list = new pb.AttrValue.ListValue()
  fill(list)
  return attribute(a => a.setList(list))
}

function shapeProto(shape: readonly number[]): messages.TensorShape {
  const proto = new pb.TensorShape()
  proto.setDimList(shape.map((size) => {
    const dim = new pb.TensorShape.Dim()
    dim.setSize(size)
    return dim
  }))
  return proto
}

function tensorProto(dtype: number, shape: readonly number[], values: ArrayBufferView): messages.Tensor {
  const tensor = new pb.Tensor()
  tensor.setDtype(dtype)
  tensor.setTensorShape(shapeProto(shape))
  tensor.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return tensor
}

function argDef([name, dtype]: Arg): messages.ArgDef {
  const arg = new pb.OpDef.ArgDef()
  arg.setName(name)
  arg.setType(dtypes[dtype])
  return arg
}
