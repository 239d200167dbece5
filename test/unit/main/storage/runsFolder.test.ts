/** Row 68 of the catalogue of bad inputs. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkRunsFolder } from '../../../../src/main/storage/runsFolder'
import { aFolder, treeHash } from '../../../support/storage/folders'

describe('a folder for runs', () => {
  it.each([
    ['missing', (place: string) => join(place, 'nowhere'), 'E_IO'],
    ['a file', (place: string) => join(place, 'file'), 'E_IO'],
    ['the root of the disk', () => '/', 'E_PATH_ESCAPE'],
    ['a link to the root', (place: string) => join(place, 'root'), 'E_PATH_ESCAPE'],
    ['inside the app', (place: string) => join(place, 'app', 'runs'), 'E_PATH_ESCAPE'],
    ['the app', (place: string) => join(place, 'app'), 'E_PATH_ESCAPE'],
    ['a link into the app', (place: string) => join(place, 'inside'), 'E_PATH_ESCAPE'],
    ['half a path', () => 'runs', 'E_PATH_ESCAPE'],
    ['not to be written', () => '/proc/self', 'E_IO'],
  ])('that is %s is refused, and nothing is written', async (_, pathOf, code) => {
    const place = aFolder()
    mkdirSync(join(place, 'app', 'runs'), { recursive: true })
    writeFileSync(join(place, 'file'), '')
    symlinkSync('/', join(place, 'root'))
    symlinkSync(join(place, 'app', 'runs'), join(place, 'inside'))
    const before = treeHash(place)
    await expect(checkRunsFolder(pathOf(place), join(place, 'app'))).rejects.toMatchObject({ code })
    expect(treeHash(place)).toBe(before)
  })

  it('that is the user\'s own is taken by its real path', async () => {
    const place = aFolder()
    for (const name of ['app', 'apples', '..runs']) mkdirSync(join(place, name))
    symlinkSync(join(place, 'apples'), join(place, 'mine'))
    expect(await checkRunsFolder(join(place, 'mine'), join(place, 'app'))).toBe(join(place, 'apples'))
    expect(await checkRunsFolder(join(place, '..runs'), join(place, 'app'))).toBe(join(place, '..runs'))
  })
})
