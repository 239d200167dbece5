/** The apps that are tested: the built one, and it with stand-ins (see globalSetup.ts). Each is a folder with a package.json. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const apps = {
  /** As users get it. */
  whole: root,
  /** The real window, with an engine that computes nothing. */
  fakeEngine: join(root, 'test-results/apps/fake-engine'),
  /** Neither window nor engine: an empty page, where a test asks for the ports itself. */
  bare: join(root, 'test-results/apps/bare'),
}
