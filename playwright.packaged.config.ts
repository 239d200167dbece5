import { defineConfig } from '@playwright/test'

/** In the app as it is installed (`npm run package -- --for-tests` first; `npm run test:packaged` does both). */
export default defineConfig({
  testDir: 'test/packaged',
  outputDir: 'test-results/packaged',
  globalSetup: './test/support/packagedSetup.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
})
