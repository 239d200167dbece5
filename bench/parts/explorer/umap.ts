/** UMAP of the 10,000 test images of a run with 32 dimensions, on the window's worker. */
import type { Part } from '../../part'
import { inExplorer } from './explorer'

export const umap: Part = {
  name: 'explorer-umap',
  title: 'UMAP of the 10,000 test images, 32 dimensions to 3',
  measure: () => inExplorer(1, async ({ page }) => {
    const begin = performance.now()
    await page.getByTestId('projection').getByText('UMAP').click()
    await page.getByTestId('umap-note').waitFor({ timeout: 220_000 })
    return [{ name: 'From the choice to the picture', unit: 's', value: (performance.now() - begin) / 1000 }]
  }, 32),
}
