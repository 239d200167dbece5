/** `npm run build`: the app into out/. */
import { build } from './launch/build.mjs'
import { endWith, root } from './launch/command.mjs'
import { readRuntimeFile, runtimeEnvironment } from './setup/runtimeFile.mjs'

endWith(async () => build(root, runtimeEnvironment(await readRuntimeFile(root))))
