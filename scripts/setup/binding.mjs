/** tfjs-node's addon, compiled from the npm package's own sources against the cache's TensorFlow. One build serves Node and Electron. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fingerprint } from './hash.mjs'
import { run } from './tool.mjs'

/**
 * @typedef {object} BindingInputs
 * @property {string} sources tfjs-node-gpu's folder `binding`
 * @property {string} headers Node-API's
 * @property {string} tensorflow folder with the two libraries and `include`
 * @property {string} output
 * @property {string} libraries where the addon looks for the libraries when it is loaded; `$ORIGIN` is its own folder
 */

const flags = ['-O2', '-shared', '-fPIC', '-std=c++17', '-DNAPI_VERSION=8']
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/**
 * The compiler's arguments.
 * @param {BindingInputs} inputs
 * @returns {string[]}
 */
export function compilerArguments({ sources, headers, tensorflow, output, libraries: search }) {
  return [
    ...flags, `-I${headers}`, `-I${join(tensorflow, 'include')}`, `-I${join(sources, '..')}`,
    join(sources, 'tfjs_backend.cc'), join(sources, 'tfjs_binding.cc'), '-o', output,
    ...libraries.map(library => join(tensorflow, library)), `-Wl,-rpath,${search}`,
  ]
}

/**
 * Compiles the addon.
 * @param {BindingInputs} inputs
 * @param {string} [log]
 */
export async function compileBinding(inputs, log) {
  await run('g++', compilerArguments(inputs), log ? { log } : {})
}

/**
 * @param {string} root the checkout
 * @param {import('./tensorflow.mjs').Kind} kind
 * @param {string} tensorflow the cache's folder of TensorFlow, which the addon finds beside its own
 * @returns {import('./cache.mjs').Component}
 */
export function binding(root, kind, tensorflow) {
  const sources = join(root, 'node_modules/@tensorflow/tfjs-node-gpu/binding')
  const headers = join(root, 'node_modules/node-api-headers/include')
  return {
    name: `binding-${kind}`,
    recipe: { tensorflow: basename(tensorflow), flags, sources: readAll(sources), headers: fingerprint(readAll(headers)) },
    bytes: 50e6,
    fetched: 0,
    make: ({ folder, log }) => compileBinding({
      sources,
      headers,
      tensorflow: join(tensorflow, 'tensorflow'),
      output: join(folder, 'tfjs_binding.node'),
      libraries: `$ORIGIN/../${basename(tensorflow)}/tensorflow`,
    }, log),
  }
}

/** @param {string} folder */
function readAll(folder) {
  return readdirSync(folder).sort().map(file => fingerprint(readFileSync(join(folder, file), 'utf8')))
}
