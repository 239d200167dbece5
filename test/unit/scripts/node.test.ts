import { describe, expect, it } from 'vitest'
import { isSupported } from '../../../scripts/setup/node.mjs'

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '23.0.0', '24.0.0', '24.21.1', '30.1.2'])('accepts %s', version => expect(isSupported(version)).toBe(true))
  it.each(['12.22.0', '18.20.8', '20.18.3', '21.7.0', '22.12.0', 'nonsense'])('refuses %s', version => expect(isSupported(version)).toBe(false))
})
