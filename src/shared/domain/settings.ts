/** What a user may set, kept in settings.json. Apart from the contract: main reads it before the window shows, and the contract after. */
import { z } from '../schema'
import { LanguageChoice } from './language'

/** How many threads TensorFlow may use; null leaves it to TensorFlow, which takes all. */
const Threads = z.int().min(1, { error: 'must be at least 1' }).max(1024, { error: 'must be at most 1024' }).nullable()

export const Settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']),
  language: LanguageChoice,
  /** Whether the welcome of the first start was seen. */
  welcomed: z.boolean(),
  /** Images of the test split shown in the gallery. */
  gallery: z.array(z.int().min(0).max(9999)).max(64),
  /** Of TensorFlow; absent means all. In force from the engine's next start. */
  threads: Threads.optional(),
  /** Of the runs, where the user chose one; absent or null means the app's own. */
  runsFolder: z.string().max(4096).nullable().optional(),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = { theme: 'system', language: 'system', welcomed: false, gallery: Array.from({ length: 24 }, (_, i) => i) }
