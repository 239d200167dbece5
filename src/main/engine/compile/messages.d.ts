/** The part of tfjs-node's generated `api_pb.js` that proto.ts uses. */
interface Fields<T> {
  set(key: string, value: T): void
}

export class TensorShape {
  static Dim: new () => { setSize(size: number): void }
  setDimList(dims: object[]): void
}
export class Tensor {
  setDtype(dtype: number): void
  setTensorShape(shape: TensorShape): void
  setTensorContent(bytes: Uint8Array): void
}
export interface ListValue {
  setTypeList(types: number[]): void
  setIList(values: number[]): void
  setShapeList(shapes: TensorShape[]): void
}
export class AttrValue {
  static ListValue: new () => ListValue
  setType(type: number): void
  setI(value: number): void
  setF(value: number): void
  setB(value: boolean): void
  setS(value: Uint8Array): void
  setShape(shape: TensorShape): void
  setTensor(tensor: Tensor): void
  setList(list: ListValue): void
  setFunc(func: NameAttrList): void
}
export class NameAttrList {
  setName(name: string): void
}
export class NodeDef {
  setName(name: string): void
  setOp(op: string): void
  setInputList(inputs: string[]): void
  getAttrMap(): Fields<AttrValue>
}
export interface ArgDef {
  setName(name: string): void
  setType(type: number): void
}
export class OpDef {
  static ArgDef: new () => ArgDef
  setName(name: string): void
  setInputArgList(args: ArgDef[]): void
  setOutputArgList(args: ArgDef[]): void
  setIsStateful(stateful: boolean): void
}
export class FunctionDef {
  setSignature(signature: OpDef): void
  setNodeDefList(nodes: NodeDef[]): void
  getRetMap(): Fields<string>
}
export class FunctionDefLibrary {
  setFunctionList(functions: FunctionDef[]): void
}
export class VersionDef {
  setProducer(version: number): void
}
export class GraphDef {
  setNodeList(nodes: NodeDef[]): void
  setVersions(versions: VersionDef): void
  setLibrary(library: FunctionDefLibrary): void
}
export class MetaGraphDef {
  static MetaInfoDef: new () => { setTagsList(tags: string[]): void }
  setMetaInfoDef(info: object): void
  setGraphDef(graph: GraphDef): void
}
export class SavedModel {
  setSavedModelSchemaVersion(version: number): void
  setMetaGraphsList(graphs: MetaGraphDef[]): void
  serializeBinary(): Uint8Array
}
