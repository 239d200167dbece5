import { describe, expect, it, vi } from 'vitest'
import { engineEnvironment, threadsEnvironment } from '../../../src/main/engineFork'

vi.mock('electron', () => ({ app: {}, utilityProcess: {} }))

const parent = {
  PATH: '/bin', HOME: '/home/a', LANG: 'C', LD_PRELOAD: '/evil.so', LD_LIBRARY_PATH: '/evil', NODE_OPTIONS: '--require /evil.js', ELECTRON_RUN_AS_NODE: '1',
  AWS_SECRET_ACCESS_KEY: 'x', LATENT_LAB_FAULT: '/tmp/f', DISPLAY: ':0', CUDA_VISIBLE_DEVICES: '0',
}

describe('the engine\'s environment', () => {
  it('holds what is named, and nothing that loads code into it', () => {
    expect(engineEnvironment(parent, true)).toEqual({ PATH: '/bin', HOME: '/home/a', LANG: 'C', CUDA_VISIBLE_DEVICES: '0', TF_CPP_MIN_LOG_LEVEL: '2' })
  })

  it('lets a checkout turn the engine\'s own knobs', () => {
    expect(Object.keys(engineEnvironment(parent, false))).toContain('LATENT_LAB_FAULT')
  })

  it('tells TensorFlow how many threads it may take, where a number is set', () => {
    expect(threadsEnvironment(3)).toEqual({ TF_NUM_INTRAOP_THREADS: '3', TF_NUM_INTEROP_THREADS: '3' })
    expect(threadsEnvironment(null)).toEqual({})
  })

  it('lets TensorFlow talk when asked to', () => {
    expect(engineEnvironment({ TF_CPP_MIN_LOG_LEVEL: '0' }, true)).toEqual({ TF_CPP_MIN_LOG_LEVEL: '0' })
  })
})
