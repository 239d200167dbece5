/** A GPU build that cannot be loaded: the processor computes by itself, and a sentence says why. Each in a process of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EngineInfo } from '@shared/domain/device'
import { engineRuntime } from '../../../src/main/cli/runtime'
import { searchBeside } from '../../../src/main/compute/gpu/binding'
import { buildLab } from '../../support/cli'
import type { Lab } from '../../support/cli'
import { plantGpuBuild } from '../../support/gpu/planted'

const folder = mkdtempSync(join(tmpdir(), 'latent-lab-gpu-'))
const addon = readFileSync(engineRuntime().binding)
const library = 'libtensorflow_framework.so.2'

/** The same program, said to be for another processor. */
function forAnotherProcessor(program: Buffer): Buffer {
  const other = Buffer.from(program)
  other.writeUInt16LE(183, 18) // e_machine: AArch64
  return other
}

let lab: Lab
beforeAll(async () => {
  lab = await buildLab()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the GPU build', () => {
  it.each<[string, Readonly<Record<string, Buffer | string>>, RegExp]>([
    ['with an addon that is none', { 'tfjs_binding.node': 'no program at all, but long enough to be looked at as one' }, /invalid ELF header|file too short/],
    ['with an empty addon', { 'tfjs_binding.node': '' }, /file too short/],
    ['with an addon cut off in its header', { 'tfjs_binding.node': addon.subarray(0, 40) }, /file too short/],
    ['with an addon for another processor', { 'tfjs_binding.node': forAnotherProcessor(addon) }, /cannot open shared object file|wrong ELF|invalid ELF/],
    ['with a library that is missing', { 'tfjs_binding.node': searchBeside(addon) }, /libtensorflow\S+: cannot open shared object file/],
    ['with a library that is none', { 'tfjs_binding.node': searchBeside(addon), 'libtensorflow_cc.so.2': 'x'.repeat(5000), [library]: 'x'.repeat(5000) }, /invalid ELF header/],
  ])('%s gives way to the CPU build, and says why', async (name, files, why) => {
    const userData = join(folder, name)
    plantGpuBuild(userData, files)
    const { code, stdout } = await lab.with({ LATENT_LAB_USER_DATA: userData }).run('devices')
    expect(code).toBe(0)
    const { kind: _, ...info } = JSON.parse(stdout) as Record<string, unknown>
    const { backend, library: used, notice } = EngineInfo.parse(info)
    expect([backend, used]).toEqual(['tensorflow-cpu', expect.stringMatching(/^TensorFlow 2\./)])
    expect(notice).toMatch(/^The GPU build of TensorFlow could not be loaded, so the processor computes: /)
    expect(notice).toMatch(why)
    expect(notice).not.toContain('\n')
  })

  it('trains on the processor then', async () => {
    const userData = join(folder, 'trains')
    plantGpuBuild(userData, { 'tfjs_binding.node': searchBeside(addon) })
    const small = ['--batch-size', '8192', '--hidden', '8', '--latent', '1', '--executor', 'graph', '--epochs', '1']
    const { code, stdout } = await lab.with({ LATENT_LAB_USER_DATA: userData }).run('train', ...small)
    expect(stdout).toMatch(/\nEnded: finished\.\n$/)
    expect(code).toBe(0)
  })
})
