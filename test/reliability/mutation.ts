/** Small sabotages of the store, to see that the tests notice: the one named by the environment variable MUTANT is done while sources load. */
import { mutants } from './mutants'
import type { Plugin } from 'vite'

export function mutate(name = process.env.MUTANT): Plugin {
  const mutant = mutants.find(one => one.name === name)
  if (name && !mutant) throw new Error(`There is no mutant ${name}.`)
  return {
    name: 'mutate',
    enforce: 'pre',
    transform(code, id) {
      if (!mutant || !id.split('?')[0]?.endsWith(`/src/main/storage/${mutant.file}`)) return
      if (code.split(mutant.code).length !== 2) throw new Error(`${mutant.name}: ${mutant.file} must hold this exactly once: ${mutant.code}`)
      return code.replace(mutant.code, () => mutant.instead)
    },
  }
}
