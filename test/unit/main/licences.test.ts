import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parts } from '../../../src/renderer/components/help/parts'

const root = join(import.meta.dirname, '../../..')
const licenceOf = (name: string) => (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { license: string }).license
const named = /^(?! \*).*?(?:from|import) ?\(?'((?:@[\w-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/gm

/** What our sources import that is neither ours nor Node's. */
function imported(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && /\.(ts|vue|css)$/.test(entry.name))
  const names = files.flatMap(({ parentPath, name }) => [...readFileSync(join(parentPath, name), 'utf8').matchAll(named)].flatMap(([, name]) => name ?? []))
  return [...new Set(names)].filter(name => !name.startsWith('@shared/')).sort()
}

it('the licences that Help shows are those of all that our sources import, by their own words', () => {
  expect(parts.flatMap(({ packages }) => packages).sort()).toEqual(imported())
  for (const { licence, packages } of parts) for (const name of packages) expect(licenceOf(name), name).toBe(licence)
})
