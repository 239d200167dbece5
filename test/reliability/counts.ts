/** How much is tried: all of it by `npm run test:reliability`, a part of it by `npm test`. */
export const isFull = process.env.RELIABILITY === 'full'

export function scaled(full: number, short: number): number {
  return isFull ? full : short
}

/** Says that a proof cannot be done on this machine; where all are to be done, that is a failure. */
export function cannot(what: string, why: string): void {
  tell(`SKIPPED ${what}`, why)
  if (isFull) throw new Error(`${what}: ${why}`)
}

/** One line of the summary that a run of the suite prints. */
export function tell(what: string, result: string): void {
  console.log(`[reliability] ${what}: ${result}`)
}
