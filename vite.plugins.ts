/** What the build does besides bundling. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { writeLicences } from './scripts/package/licences.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))

/** TensorFlow's WebAssembly modules, which its JavaScript reads by path, go where the bundle's own chunks are. */
export function wasmBeside(): Plugin {
  const folder = fileURLToPath(new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist', import.meta.url))
  return {
    name: 'wasm-beside-the-bundle',
    generateBundle() {
      for (const name of readdirSync(folder).filter(file => file.endsWith('.wasm'))) {
        this.emitFile({ type: 'asset', fileName: `chunks/${name}`, source: readFileSync(join(folder, name)) })
      }
    },
  }
}

/** For the last program that is built: what all of them were made of, and on which terms, for the window to show. */
export function listLicences(): Plugin {
  return { name: 'list-licences', apply: 'build', writeBundle: () => writeLicences(root) }
}

/** Writes down which packages a program was made of (`packages.json`): whoever ships it owes their authors a notice. */
export function notePackages(): Plugin {
  return {
    name: 'note-packages',
    generateBundle(_options, bundle) {
      const kept = Object.values(bundle).flatMap(chunk => chunk.type === 'chunk' ? chunk.moduleIds : [])
      // And what our own modules import: of a package that only passes others on (vue) no line is left.
      const modules = kept.flatMap(id => [id, ...packageOf(id).length > 0 ? [] : this.getModuleInfo(id)?.importedIds ?? []])
      const packages = [...new Set(modules.flatMap(packageOf))].sort()
      this.emitFile({ type: 'asset', fileName: 'packages.json', source: JSON.stringify(packages) })
    },
  }
}

/** The folder of a module's package in the checkout, a nested one whole: `node_modules/a/node_modules/@scope/b`. */
function packageOf(module: string): string[] {
  const path = module.replaceAll('\\', '/')
  const found = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path)
  return found ? [found[0]] : []
}
