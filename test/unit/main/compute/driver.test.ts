import { describe, expect, it } from 'vitest'
import { isNewEnough, nvidiaDriver } from '../../../../src/main/compute/driver'

const none = () => Promise.reject(new Error('ENOENT'))
const module = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\nGCC version: 12.2.0\n'
const openModule = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release Build\n'

describe('NVIDIA\'s driver', () => {
  it.each([
    ['is told by its module and its tool', module, '550.54.15, NVIDIA H100 80GB HBM3\n550.54.15, NVIDIA A2\n', { version: '550.54.15', cards: ['NVIDIA H100 80GB HBM3', 'NVIDIA A2'] }],
    ['is told by its module alone', openModule, null, { version: '570.86.15', cards: [] }],
    ['is told by its tool alone', null, '535.1, Tesla T4\n', { version: '535.1', cards: ['Tesla T4'] }],
    ['is not made up from a complaint', null, 'NVIDIA-SMI has failed because it couldn\'t communicate with the NVIDIA driver.\n', null],
    ['may be absent', null, null, null],
  ] as const)('%s', async (_name, text, tool, found) => {
    expect(await nvidiaDriver({
      readVersion: text === null ? none : () => Promise.resolve(text), askTool: tool === null ? none : () => Promise.resolve(tool),
    })).toEqual(found)
  })

  it('is asked for on this computer without a fault', async () => {
    await expect(nvidiaDriver()).resolves.toBeDefined()
  })

  it.each([
    ['525.60.13', true], ['525.60.13.01', true], ['525.60.12', false], ['525.85', true], ['525', false], ['470.256.02', false], ['1000.1', true], ['550', true],
  ])('of version %s is new enough for CUDA 12: %s', (version, is) => {
    expect(isNewEnough(version)).toBe(is)
  })
})
