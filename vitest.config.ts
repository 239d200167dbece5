import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const alias = { '@shared': fileURLToPath(new URL('./src/shared', import.meta.url)) }

/**
 * `unit` needs neither Electron nor TensorFlow; `integration` trains with the native engine, one file at a time, and breaks the store a little;
 * `reliability` breaks it thoroughly.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [vue()],
        resolve: { alias },
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/reliability/**/*.test.ts'],
          pool: 'forks', // TensorFlow's addon cannot be loaded by a second worker thread
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'reliability',
          include: ['test/reliability/**/*.test.ts'],
          env: { RELIABILITY: 'full' },
          fileParallelism: false,
          testTimeout: 1_200_000,
        },
      },
    ],
  },
})
