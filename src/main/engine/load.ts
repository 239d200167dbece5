/** CommonJS modules and native addons from an ES module, under a name that no bundler claims for itself. */
import { createRequire } from 'node:module'

export const load = createRequire(import.meta.url)
