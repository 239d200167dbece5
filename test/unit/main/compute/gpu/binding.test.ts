import { describe, expect, it } from 'vitest'
import { searchBeside } from '../../../../../src/main/compute/gpu/binding'
import { anAddon, searchPathIn } from '../../../../support/gpu/addon'

describe('the addon\'s copy', () => {
  it.each([
    ['$ORIGIN/../tensorflow-2.21.0-cpu-bc284945/tensorflow', 29], ['/absolute/path', 29], ['$ORIGIN', 29], ['$ORIGIN/../lib', 15],
  ])('looks beside itself, whatever %s it had', (path, tag) => {
    const program = anAddon(path, tag)
    const copy = searchBeside(program)
    expect(searchPathIn(copy)).toBe('$ORIGIN')
    expect(searchPathIn(program), 'the original is as it was').toBe(path)
    expect(Buffer.compare(copy.subarray(0, 256), program.subarray(0, 256)), 'nothing else has changed').toBe(0)
    expect(copy).toHaveLength(program.length)
  })

  it.each([['none', null], ['too short a one', '/lib']])('is not made where there is %s', (_name, path) => {
    expect(() => searchBeside(anAddon(path))).toThrow(expect.objectContaining({ code: 'E_UNSUPPORTED' }))
  })

  it.each([['nothing', Buffer.alloc(0)], ['text', Buffer.alloc(100, 'x')], ['a program of 32 bits', Buffer.concat([Buffer.from('\x7fELF\x01\x01'), Buffer.alloc(100)])]])(
    'is not made of %s', (_name, bytes) => {
      expect(() => searchBeside(bytes)).toThrow(expect.objectContaining({ code: 'E_FORMAT' }))
    })
})
