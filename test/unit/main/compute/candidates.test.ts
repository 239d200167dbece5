import { describe, expect, it } from 'vitest'
import { candidatesOf, refusalOf } from '../../../../src/main/compute/compute'

const fashionMnist = '/data'
const backends = (...parts: Parameters<typeof candidatesOf>) => candidatesOf(...parts).map(({ backend, binding }) => [backend, binding])

describe('what the self-test tries', () => {
  it('is WebAssembly alone where there is no TensorFlow', () => {
    expect(backends({ binding: null, fashionMnist }, null)).toEqual([['wasm', '']])
  })

  it('begins with the CPU, which sees no card whichever build it is', () => {
    const [first] = candidatesOf({ binding: '/cpu', fashionMnist }, null)
    expect(first).toMatchObject({ backend: 'tensorflow-cpu', environment: { CUDA_VISIBLE_DEVICES: '-1' } })
  })

  it('holds the GPU build, be it installed in the app or brought by set-up', () => {
    expect(backends({ binding: '/cpu', fashionMnist }, { binding: '/gpu', environment: {} })).toEqual([['tensorflow-cpu', '/cpu'], ['tensorflow-cuda', '/gpu'], ['wasm', '']])
    expect(backends({ binding: '/own', tensorflow: { kind: 'gpu' }, fashionMnist }, null)).toEqual([['tensorflow-cpu', '/own'], ['tensorflow-cuda', '/own'], ['wasm', '']])
  })
})

describe('the GPU build', () => {
  it.runIf(process.platform === 'linux' && process.arch === 'x64')('is to be had only with a driver and TensorFlow', async () => {
    const driver = () => Promise.resolve({ version: '550', cards: [] })
    expect(await refusalOf(() => ({ binding: '/cpu', fashionMnist }), driver)).toBeNull()
    const old = () => Promise.resolve({ version: '470.256.02', cards: [] })
    expect(await refusalOf(() => ({ binding: '/cpu', fashionMnist }), old)).toMatch(/is 470\.256\.02, and the GPU build needs 525\.60\.13 or newer/)
    expect(await refusalOf(() => ({ binding: null, fashionMnist }), driver)).toMatch(/addon is not installed/)
    expect(await refusalOf(() => ({ binding: '/cpu', fashionMnist }), () => Promise.resolve(null))).toMatch(/No NVIDIA driver/)
  })
})
