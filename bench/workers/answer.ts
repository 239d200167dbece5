/** The worker's side of the line protocol: see worker.ts. */
import { createInterface } from 'node:readline'

/** Answers each line of standard input by the measurement of its name, one after the other, and ends with the input. */
export async function answer(measurements: Readonly<Record<string, () => unknown>>): Promise<never> {
  say('ready')
  for await (const name of createInterface({ input: process.stdin })) {
    const measure = measurements[name]
    if (!measure) throw new RangeError(`There is no measurement "${name}".`)
    const value = await measure()
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`The measurement "${name}" came to no number.`) // JSON would make it null
    say(value)
  }
  process.exit(0)
}

function say(value: unknown): void {
  process.stdout.write(`= ${JSON.stringify(value)}\n`)
}
