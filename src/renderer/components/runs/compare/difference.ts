/** What distinguishes some configurations: the settings in which they do not agree. */
import type { ConfigFact } from '../../train/configFacts'

export interface Difference {
  readonly name: string
  /** One of each configuration; null where it has no such setting. */
  readonly values: readonly (string | null)[]
}

export function differences(configurations: readonly (readonly ConfigFact[])[]): Difference[] {
  const names = [...new Set(configurations.flatMap(facts => facts.map(({ name }) => name)))]
  return names
    .map(name => ({ name, values: configurations.map(facts => facts.find(fact => fact.name === name)?.value ?? null) }))
    .filter(({ values }) => new Set(values).size > 1)
}
