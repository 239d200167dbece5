/** TensorFlow as an installed app carries it: its libraries without what only a debugger reads, and the addon that finds them there. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { binding, compileBinding } from '../setup/binding.mjs'
import { folderOf } from '../setup/cache.mjs'
import { tensorflow } from '../setup/tensorflow.mjs'
import { run } from '../setup/tool.mjs'

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const strip = ['--strip-unneeded', '--preserve-dates']

/** From `resources/app.asar.unpacked/native` to `resources/tf`. The libraries look for each other beside themselves. */
const search = '$ORIGIN/../../tf'

/**
 * Always the CPU's build: CUDA would make a package of gigabytes.
 * @param {string} root the checkout
 * @param {string} cache
 * @returns {import('../setup/cache.mjs').Component} folders `tf` and `native`
 */
export function packagedTensorflow(root, cache) {
  const source = folderOf(cache, tensorflow('cpu'))
  return {
    name: 'tensorflow-packaged',
    recipe: { binding: binding(root, 'cpu', source).recipe, strip, search },
    bytes: 700e6,
    fetched: 0,
    make: async ({ folder, log }) => {
      await Promise.all(['tf', 'native'].map(name => mkdir(join(folder, name))))
      for (const library of libraries) await run('strip', [...strip, '-o', join(folder, 'tf', library), join(source, 'tensorflow', library)], { log })
      const output = join(folder, 'native/tfjs_binding.node')
      await compileBinding({
        sources: join(root, 'node_modules/@tensorflow/tfjs-node-gpu/binding'),
        headers: join(root, 'node_modules/node-api-headers/include'),
        tensorflow: join(source, 'tensorflow'),
        output,
        libraries: search,
      }, log)
      await run('strip', [...strip, output], { log })
    },
  }
}
