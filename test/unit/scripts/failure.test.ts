import { describe, expect, it } from 'vitest'
import { isNetworkTrouble, NetworkError } from '../../../scripts/setup/failure.mjs'

describe('network trouble', () => {
  it.each([
    'npm error code ENOTFOUND\nnpm error network request to the registry failed',
    'NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution',
    'Err:1 bookworm InRelease\n  Temporary failure resolving \'deb.example\'',
    'ProxyError(\'Cannot connect to proxy.\', timeout(\'timed out\'))',
  ])('is recognised in what a tool says (%#)', output => expect(isNetworkTrouble(output)).toBe(true))

  it('is recognised below the errors that wrap it', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    expect(isNetworkTrouble(new TypeError('fetch failed', { cause: new Error('outer', { cause: refused }) }))).toBe(true)
    expect(isNetworkTrouble(new NetworkError('the data'))).toBe(true)
  })

  it.each(['error: no matching distribution', 'fatal error: c_api.h: No such file', ''])('is not read into "%s"', output =>
    expect(isNetworkTrouble(output)).toBe(false))
})
