/** The safeguards that `npm run test:reliability` takes out one by one: a change of the code must not leave it taking out nothing. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { mutants } from '../../../reliability/mutants'

const from = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url))

it.each(mutants)('stand where they are looked for: $name', ({ file, code, noticedBy }) => {
  expect(readFileSync(from(`src/main/storage/${file}`), 'utf8').split(code)).toHaveLength(2)
  expect(existsSync(from(`test/${noticedBy}`))).toBe(true)
})
