/** `npm run setup`: everything that start, test and lab need, and a word about each. */
import { helpText, onlyOptions } from '../setup/options.mjs'
import { electronFromRegistry } from '../setup/pins.mjs'
import { setUp } from '../setup/setUp.mjs'
import { root } from './command.mjs'
import { hasDisplay } from './display.mjs'

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function setup(args) {
  if (args.includes('--help')) return explain()
  const runtime = await setUp(root, { window: true, virtualDisplay: !hasDisplay() }, onlyOptions(args))
  console.log([
    `Electron ${runtime.electronVersion} in ${runtime.electronDist}${electronNote(runtime.electronVersion)}`,
    runtime.tensorflow
      ? `TensorFlow ${runtime.tensorflow.version} (${runtime.tensorflow.kind}) in ${runtime.tensorflow.folder}`
      : 'No TensorFlow for this system: the lab computes with WebAssembly.',
    `Fashion-MNIST in ${runtime.fashionMnist}`,
  ].join('\n'))
  return 0
}

function explain() {
  console.log(helpText)
  return 0
}

/** @param {string | null} version */
function electronNote(version) {
  if (version !== electronFromRegistry.version) return ''
  return '\n  (out of support, for development only; "npm run setup -- --electron=official" asks the download site again)'
}
