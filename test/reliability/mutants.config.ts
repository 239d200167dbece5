/** The store's tests with one safeguard taken out: `MUTANT='a blob is not synced' npx vitest run --config test/reliability/mutants.config.ts`. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { mutate } from './mutation'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  root,
  plugins: [mutate()],
  resolve: { alias: { '@shared': join(root, 'src/shared') } },
  test: { include: ['test/unit/main/storage/**/*.test.ts', 'test/reliability/**/*.test.ts'], testTimeout: 60_000 },
})
