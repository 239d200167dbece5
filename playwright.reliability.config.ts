import { defineConfig } from '@playwright/test'
import plain from './playwright.config'

process.env['RELIABILITY'] = 'full'

/** The long form of what the whole app promises: a part of `npm run test:reliability`. The short form is a part of the end-to-end tests. */
export default defineConfig(plain, { testMatch: ['endurance.spec.ts', 'manyRuns.spec.ts', 'fullDisk.spec.ts'], outputDir: 'test-results/reliability' })
