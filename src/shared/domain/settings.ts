/** What a user may set, kept in settings.json. Apart from the contract: main reads it before the window shows, and the contract after. */
import { z } from '../schema'
import { LanguageChoice } from './language'

/** How many threads TensorFlow may use; null leaves it to TensorFlow, which takes all. */
const Threads = z.nullable(z.int().check(z.gte(1, { error: 'must be at least 1' }), z.lte(1024, { error: 'must be at most 1024' })))

export const Settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']),
  language: LanguageChoice,
  /** Whether the welcome of the first start was seen. */
  welcomed: z.boolean(),
  /** Images of the test split shown in the gallery. */
  gallery: z.array(z.int().check(z.gte(0), z.lte(9999))).check(z.maxLength(64)),
  /** Of TensorFlow; absent means all. In force from the engine's next start. */
  threads: z.optional(Threads),
  /** Of the runs, where the user chose one; absent or null means the app's own. */
  runsFolder: z.optional(z.nullable(z.string().check(z.maxLength(4096)))),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = { theme: 'system', language: 'system', welcomed: false, gallery: Array.from({ length: 24 }, (_, i) => i) }
