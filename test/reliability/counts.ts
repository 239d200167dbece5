/** How much is tried: all of it by `npm run test:reliability`, a part of it by `npm test`. */
export const isFull = process.env.RELIABILITY === 'full'

export function scaled(full: number, short: number): number {
  return isFull ? full : short
}

/** One line of the summary that a run of the suite prints. */
export function tell(what: string, result: string): void {
  console.log(`[reliability] ${what}: ${result}`)
}
