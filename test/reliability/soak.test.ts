/** Hours in short: what a long training must not gather, in its own process, with all of Fashion-MNIST and every epoch saved. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { engineRuntime } from '../../src/main/cli/runtime'
import { bundle } from './child/bundle'
import { isFull, scaled, tell } from './counts'
import { mean, median, slope } from './soak'
import type { Held } from './soak'

const root = fileURLToPath(new URL('../..', import.meta.url))
const stepsPerEpoch = Math.ceil(60_000 / 64)
/** Allocators fill their pools in the first thousands of batches. */
const warmUp = scaled(4000, 2 * stepsPerEpoch) / stepsPerEpoch
const goals = { slope: scaled(0.5, 4), files: 3, saving: 100, share: 0.05 }

it.each(isFull ? [22, 200] : [6])('%i epochs of Seed gather neither tensors, nor files, nor memory, and saves cost little', async (epochs) => {
  const all = await soak(epochs)
  expect(all).toHaveLength(epochs)
  const warm = all.filter(({ epoch }) => epoch > warmUp)
  const kinds = (['tensors', 'nativeTensors', 'sessions'] as const).map(kind => new Set(warm.map(held => held[kind])))
  const grown = slope(warm.map(({ epoch }) => epoch * stepsPerEpoch / 1000), warm.map(({ resident }) => resident))
  const files = Math.max(...warm.map(held => held.files)) - Math.min(...warm.map(held => held.files))
  const saves = all.map(({ saving }) => saving)
  const share = mean(saves) / 1000 / mean(all.map(({ seconds }) => seconds))
  const [last, most] = [all.at(-1), Math.max(...all.map(({ resident }) => resident))]
  tell(`soak of ${epochs} epochs, ${epochs * stepsPerEpoch} batches`, [
    `tensors ${last?.tensors ?? 0} (tfjs), ${last?.nativeTensors ?? 0} (TensorFlow), sessions ${last?.sessions ?? 0}, ${kinds.every(({ size }) => size === 1) ? 'constant' : 'not constant'}`,
    `files ±${files}`,
    `memory ${most.toFixed(0)} MiB at most, ${grown >= 0 ? '+' : ''}${grown.toFixed(3)} MiB per 1,000 batches (goal ${goals.slope})`,
    `a save ${median(saves).toFixed(0)} ms, at most ${Math.max(...saves).toFixed(0)} ms, ${(100 * share).toFixed(1)} % of an epoch (goal ${goals.saving} ms or ${100 * goals.share} %)`,
  ].join('; '))
  expect(kinds.map(({ size }) => size)).toEqual([1, 1, 1])
  expect(last?.sessions).toBeGreaterThan(0) // else it was another TensorFlow that was looked at
  expect(files).toBeLessThanOrEqual(goals.files)
  expect(grown).toBeLessThan(goals.slope)
  expect(median(saves) < goals.saving || share < goals.share).toBe(true)
}, scaled(1_200_000, 180_000))

/** Resolves with what it told, when it has ended well. */
async function soak(epochs: number): Promise<Held[]> {
  const [bundles, runs] = [aFolderIn('soak'), aFolderIn('soak-runs')]
  const { binding, dataFolder } = engineRuntime()
  const child = spawn(process.execPath, [await bundle('soak.ts', bundles, 'beside'), binding, dataFolder, runs, String(epochs)], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  })
  const all: Held[] = []
  createInterface(child.stdout).on('line', line => all.push(JSON.parse(line) as Held))
  const [code] = await once(child, 'close') as [number | null]
  expect(code).toBe(0)
  return all
}

/** Within the project, where the bundle finds packages, and on its disk, where saves cost what they cost. */
function aFolderIn(name: string): string {
  const parent = join(root, 'test-results')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, `${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
