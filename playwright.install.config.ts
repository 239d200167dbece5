import { defineConfig } from '@playwright/test'

/** In a Debian of its own, as a release is checked: `npm run test:install`. Minutes, root's rights and a network; no part of `npm test`. */
export default defineConfig({
  testDir: 'test/install',
  outputDir: 'test-results/install',
  globalSetup: './test/support/displaySetup.ts',
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
})
