/** One file that plain Node runs, made of a TypeScript entry: it starts in a tenth of a second, hundreds of times. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { mutate } from '../mutation'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Answers the path of the bundle, in `folder`. TensorFlow's packages are not for bundling: whoever needs them has a folder within the project. */
export async function bundle(entry: string, folder: string, packages: 'within' | 'beside' = 'within'): Promise<string> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [mutate()],
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
    ssr: packages === 'within' ? { noExternal: true } : {},
    build: {
      ssr: join(root, 'test/reliability/child', entry),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  })
  return join(folder, entry.replace('.ts', '.mjs'))
}
