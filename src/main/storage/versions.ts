/**
 * Versions of the format. A document of an older one is upgraded step by step in memory as it is read; on disk it changes only when a
 * writer replaces it, who first puts the original aside. One of a newer version is read as far as this lab understands it, and never
 * written. Every version that was ever released has a fixture in the tests.
 */
import { LabError } from '@shared/errors'
import { z } from '@shared/schema'
import { damaged, parseDamaged } from './faults'

export const schemaVersion = 1

export type Version = 'current' | 'older' | 'newer'
type Document = Readonly<Record<string, unknown>>
/** From version `index` to the next. */
type Steps = readonly ((document: Document) => Document)[]

/** Version 0 is that of the lab before its first release: it knew neither branches nor imported copies. */
export const runSteps: Steps = [
  document => ({ versions: {}, parent: null, origin: document.id, ...document }),
]
/** Version 0 kept no learning rates set by hand. */
export const manifestSteps: Steps = [
  document => ({ rateChanges: [], ...document, run: { parent: null, ...Document.parse(document.run) } }),
]

export interface Versioned<T> {
  readonly file: T
  readonly version: Version
}

export function readVersioned<S extends z.ZodMiniType>(schema: S, steps: Steps, value: unknown, what: string): Versioned<z.output<S>> {
  const document = Document.parse(value)
  const version = Version.safeParse(document.schemaVersion).data
  if (version === undefined) throw damaged(`${what} does not say its version.`)
  if (version > schemaVersion) return { file: readNewer(schema, document, what), version: 'newer' }
  const upgraded = steps.slice(version).reduce<Document>((older, step) => step(older), document)
  return { file: parseDamaged(schema, { ...upgraded, schemaVersion }, what), version: version < schemaVersion ? 'older' : 'current' }
}

const Document = z.catch(z.record(z.string(), z.unknown()), {})
const Version = z.int().check(z.gte(0))

/** Leaves out what this lab does not know, however deep. */
function readNewer<S extends z.ZodMiniType>(schema: S, document: Document, what: string): z.output<S> {
  const known = structuredClone({ ...document, schemaVersion })
  for (let round = 0; round < 10; round++) {
    const result = schema.safeParse(known)
    if (result.success) return result.data
    for (const issue of result.error.issues) {
      if (issue.code === 'unrecognized_keys') remove(known, issue.path, issue.keys)
    }
  }
  throw newer(what)
}

function remove(root: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const place = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], root) as Record<string, unknown>
  for (const key of keys) Reflect.deleteProperty(place, key)
}

export function newer(what: string): LabError {
  return new LabError('E_VERSION', `${what} was written by a newer Latent Lab. Update the lab to go on with it.`)
}
