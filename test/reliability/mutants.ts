/** One safeguard of the store each, taken out, and the tests that must notice. CONTRIBUTING.md tells them as a table. */
export interface Mutant {
  readonly name: string
  /** Below src/main/storage. */
  readonly file: string
  readonly code: string
  readonly instead: string
  /** Test files that must fail, below test. */
  readonly noticedBy: readonly string[]
}

export const mutants: readonly Mutant[] = []
