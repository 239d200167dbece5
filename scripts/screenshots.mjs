/** `npm run screenshots` (under xvfb-run where there is no display): trains Seed in the real app and takes the README's pictures of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pictures = join(root, 'docs/screenshots')
const size = { width: 1280, height: 800 }

const userData = mkdtempSync(join(tmpdir(), 'latent-lab-screenshots-'))
writeFileSync(join(userData, 'settings.json'), JSON.stringify({ theme: 'dark', language: 'en', welcomed: true, gallery: Array.from({ length: 35 }, (_, i) => i) }))
mkdirSync(pictures, { recursive: true })
const app = await _electron.launch({
  executablePath: JSON.parse(readFileSync(join(root, '.runtime.json'), 'utf8')).electron,
  args: [root, `--user-data-dir=${userData}`, ...process.getuid?.() === 0 ? ['--no-sandbox'] : []],
  timeout: 60_000,
})
try {
  await takeAll()
} finally {
  await app.close()
  rmSync(userData, { recursive: true, force: true })
}

async function takeAll() {
  const page = await app.firstWindow()
  await app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size)
  await page.locator('[data-testid=start]:not([disabled])').click({ timeout: 120_000 })
  await page.getByText('Finished: 10 epochs').first().waitFor({ timeout: 600_000 })
  await take(page, 'train')
  await page.getByTestId('nav-gallery').click()
  await take(page, 'gallery')
  await page.getByTestId('nav-explore').click()
  await page.waitForTimeout(4000) // 70,000 points to come and glide to their places
  const note = page.getByTestId('surface-note-close') // there is none with a graphics card
  if (await note.isVisible()) await note.click()
  await page.mouse.click(size.width * 0.46, size.height * 0.55)
  await page.waitForTimeout(2000)
  await take(page, 'explore')
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
async function take(page, name) {
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  process.stdout.write(`docs/screenshots/${name}.png\n`)
}
