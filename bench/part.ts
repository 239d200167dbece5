/** What the bench is made of. */
import type { Figure, Gap } from './figure'
import type { Options } from './options'

export interface Part {
  /** The word for `--only`. */
  readonly name: string
  /** What it measures, in a line. */
  readonly title: string
  measure(bench: Bench): Promise<readonly (Figure | Gap)[]>
}

export interface Bench {
  readonly options: Options
  /** A line of progress, on standard error. */
  tell(text: string): void
}
