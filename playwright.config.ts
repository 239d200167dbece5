import { defineConfig } from '@playwright/test'

/**
 * End to end, in the built app (`npm run build` first; `npm run test:e2e` does both). One window at a time: focus, the single
 * instance and the processors are shared. Another reporter: `--reporter=json`, with PLAYWRIGHT_JSON_OUTPUT_FILE for the file.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './test/support/globalSetup.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 90_000, // a first, cold launch takes up to 60 s
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  // A machine that others load misses a deadline now and then; what passes only the second time is told as flaky, never hidden.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
})
