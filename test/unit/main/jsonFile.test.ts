/** Where the file system itself is in the way; what may be in the file itself, settings.test.ts tries. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { readJsonFile } from '../../../src/main/jsonFile'
import { z } from '../../../src/shared/schema'
import { aFolder } from '../../support/storage/folders'

it('below what is no folder there is no file, so it is as if none were written yet', () => {
  const place = join(aFolder(), 'gpu')
  writeFileSync(place, '')
  const onBad = vi.fn()
  expect(readJsonFile(join(place, 'active.json'), z.string(), 'none', onBad)).toBe('none')
  expect(onBad).not.toHaveBeenCalled()
})

it.skipIf(process.platform !== 'linux')('a bad file that nobody can put aside gives way to the fallback where it is, and is told', () => {
  const onBad = vi.fn()
  expect(readJsonFile('/proc/version', z.string(), 'none', onBad)).toBe('none') // no system lets a file of these be renamed
  expect(onBad).toHaveBeenCalledExactlyOnceWith('/proc/version', expect.anything())
})
