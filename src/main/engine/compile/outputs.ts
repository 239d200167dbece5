/** What TensorFlow calls the outputs of each op that a step may run: inside a function an input is written `node:output:index`. */
import { LabError } from '@shared/errors'

/** One output; several, in order; or one that is a list, which the node's attributes give its length. */
type Outputs = string | readonly string[] | { readonly list: string }

/** From TensorFlow's `ops.pbtxt`. To let a step use another op, add its line here, and a case to ops.test.ts. */
const outputNames: Readonly<Record<string, Outputs>> = {
  // constants and variables
  Const: 'output', Identity: 'output', ReadVariableOp: 'value', VarHandleOp: 'resource',
  // arithmetic
  Add: 'z', AddV2: 'z', AddN: 'sum', Sub: 'z', Mul: 'z', Div: 'z', RealDiv: 'z', DivNoNan: 'z', Pow: 'z', Maximum: 'z', Minimum: 'z',
  SquaredDifference: 'z', Neg: 'y', Abs: 'y', Sign: 'y', Square: 'y', Sqrt: 'y', Rsqrt: 'y', Reciprocal: 'y', Exp: 'y', Expm1: 'y', Log: 'y',
  Log1p: 'y', Sin: 'y', Cos: 'y', Floor: 'y', Round: 'y',
  // comparison and choice
  Greater: 'z', GreaterEqual: 'z', Less: 'z', LessEqual: 'z', Equal: 'z', NotEqual: 'z', LogicalAnd: 'z', LogicalOr: 'z', LogicalNot: 'y',
  IsNan: 'y', IsFinite: 'y', IsInf: 'y', Select: 'output', SelectV2: 'output', ClipByValue: 'output',
  // activations and their gradients
  Relu: 'activations', ReluGrad: 'backprops', LeakyRelu: 'activations', LeakyReluGrad: 'backprops', Elu: 'activations', EluGrad: 'backprops',
  Sigmoid: 'y', SigmoidGrad: 'z', Tanh: 'y', TanhGrad: 'z', Softplus: 'activations', SoftplusGrad: 'backprops',
  Selu: 'activations', SeluGrad: 'backprops', Softmax: 'softmax', LogSoftmax: 'logsoftmax', Erf: 'y',
  // linear algebra
  MatMul: 'product', BatchMatMulV2: 'output', BiasAdd: 'output', BiasAddGrad: 'output',
  Conv2D: 'output', Conv2DBackpropInput: 'output', Conv2DBackpropFilter: 'output',
  // pooling and normalisation
  MaxPool: 'output', MaxPoolGrad: 'output', AvgPool: 'output', AvgPoolGrad: 'output',
  FusedBatchNorm: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV3: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
  FusedBatchNormGradV3: ['x_backprop', 'scale_backprop', 'offset_backprop', 'reserve_space_4', 'reserve_space_5'],
  // reductions
  Sum: 'output', Mean: 'output', Prod: 'output', Max: 'output', Min: 'output', ArgMax: 'output', ArgMin: 'output',
  TopKV2: ['values', 'indices'],
  // shapes
  Reshape: 'output', Transpose: 'y', Slice: 'output', StridedSlice: 'output', GatherV2: 'output', Gather: 'output', ConcatV2: 'output',
  Pack: 'output', ExpandDims: 'output', Squeeze: 'output', Tile: 'output', Pad: 'output', PadV2: 'output', Fill: 'output', Cast: 'y',
  ZerosLike: 'y', OnesLike: 'y', Range: 'output', OneHot: 'output', Split: { list: 'output' }, SplitV: { list: 'output' }, Unpack: { list: 'output' },
  // integers, as randomness needs them
  BitwiseAnd: 'z', BitwiseXor: 'z', RightShift: 'z',
  // control
  While: { list: 'output' },
}

/** The name by which other nodes of the same function know output `index` of `node`. */
export function functionOutput(op: string, node: string, index = 0): string {
  const names = outputNames[op]
  if (names === undefined)
    throw new LabError('E_UNSUPPORTED', `The op ${op} cannot be compiled yet: its outputs are not in compile/outputs.ts.`)
  if (typeof names === 'string') return `${node}:${names}:0`
  return 'list' in names ? `${node}:${names.list}:${index}` : `${node}:${names[index]}:0`
}
