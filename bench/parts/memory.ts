/** The memory of a training process, after every epoch. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trainByCommandLine } from '../commandLine'
import { residentMemory } from '../memory'
import type { Part } from '../part'
import { growth } from '../statistics'

export const memory: Part = {
  name: 'memory',
  title: 'Memory of the engine for Seed (in the command line, which keeps the run on disk as the app does)',
  async measure({ options: { epochs }, tell }) {
    const folder = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
    const seen: number[] = []
    try {
      await trainByCommandLine(['--preset', 'seed', '--epochs', String(epochs), '--runs', folder], ({ epoch }, pid) => {
        seen.push(residentMemory(pid))
        if (epoch % 10 === 0) tell(`epoch ${epoch}: ${seen.at(-1)?.toFixed(0)} MB`)
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return [
      { name: 'Memory of the engine', value: Math.max(...seen), unit: 'MB', goal: { atMost: 900 }, detail: `the most seen in ${epochs} epochs`, measured: { seen } },
      { name: `Growth over ${epochs} epochs`, value: growth(seen), unit: 'MB', goal: { atMost: 20 }, detail: 'from their second quarter to their last' },
    ]
  },
}
