import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { takeBackTemporary, troubleWithData } from '../../../src/main/folders'
import { aFolder } from '../../support/storage/folders'

let folder = ''
beforeEach(() => {
  folder = aFolder()
  writeFileSync(join(folder, 'a-file'), '')
})

describe('a folder for what is temporary', () => {
  it('stays where it can be used, and where none is named', () => {
    for (const environment of [{ TMPDIR: folder, HOME: '/' }, { HOME: '/' }]) {
      const before = { ...environment }
      expect(takeBackTemporary(environment)).toBeNull()
      expect(environment).toEqual(before)
    }
  })

  it.each([['missing', 'no/where'], ['a file', 'a-file'], ['below a file', 'a-file/x'], ['without a name', null], ['somewhere from here', '.'], ['hostile', '\0']])(
    'is taken back where it is %s, and not made', (_what, name) => {
      const named = name === null ? '' : name === '.' ? '.' : join(folder, name)
      const environment: NodeJS.ProcessEnv = { TMPDIR: named, HOME: '/' }
      expect(takeBackTemporary(environment)).toBe(named)
      expect(environment).toEqual({ HOME: '/' })
      expect(existsSync(join(folder, 'no'))).toBe(false)
    })
})

describe('a folder for the user\'s data', () => {
  it('is made where there is none', () => {
    expect(troubleWithData(join(folder, 'a/b'))).toBeNull()
    expect(existsSync(join(folder, 'a/b'))).toBe(true)
  })

  it('is used as it is', () => {
    mkdirSync(join(folder, 'there'))
    expect(troubleWithData(join(folder, 'there'))).toBeNull()
  })

  it.each([['a file', 'a-file', 'EEXIST'], ['below a file', 'a-file/x', 'ENOTDIR']])('that is %s is refused by a sentence that says where and why', (_what, name, code) => {
    const place = join(folder, name)
    expect(troubleWithData(place)).toContain(`in ${place} (${code}). Make it a folder that you may write to`)
  })

  it.skipIf(process.platform !== 'linux')('that nobody may write to is refused', () => {
    for (const place of ['/proc/latent-lab', '/proc/latent-lab/a/b']) expect(troubleWithData(place)).toContain(`in ${place} (`)
    if (process.getuid?.() !== 0) expect(troubleWithData('/')).toContain('in / (EACCES)')
  })
})
