import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { licencesFile, writeLicences } from '../../../scripts/package/licences.mjs'
import { temporaryFolder } from './temporary'

it('the licences of all programs are written down once each, by the packages\' own words', async () => {
  const root = temporaryFolder()
  const write = (path: string, value: unknown) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), JSON.stringify(value))
  }
  const made = { main: ['b', 'b/node_modules/a', '@s/c'], preload: [], renderer: ['a', 'b'] }
  for (const [program, packages] of Object.entries(made)) write(`out/${program}/packages.json`, packages.map(name => `node_modules/${name}`))
  for (const [folder, name, license] of [['a', 'a', 'MIT'], ['b/node_modules/a', 'a', 'MIT'], ['b', 'b', 'Apache-2.0'], ['@s/c', '@s/c', undefined]])
    write(`node_modules/${folder}/package.json`, { name, version: '1.0.0', license })
  await writeLicences(root)
  expect(JSON.parse(readFileSync(join(root, licencesFile), 'utf8'))).toEqual([
    { name: '@s/c', licence: 'see its text' }, { name: 'a', licence: 'MIT' }, { name: 'b', licence: 'Apache-2.0' },
  ])
})

it('a program that is not built leaves no list that would lack it', async () => {
  await expect(writeLicences(temporaryFolder())).rejects.toThrow('packages.json')
})
