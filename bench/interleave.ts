/** Measures several things in turns (a, b, a, b, …), so that whatever else the machine does befalls all of them. */

/** Answers seconds, or whatever else it measures. */
export type Measure = () => Promise<number>

/** Threads of the one before may spin for a while before they sleep. */
const rest = 400 // ms

export async function interleave<Name extends string>(
  rounds: number, contestants: Readonly<Record<Name, Measure>>, tell: (text: string) => void = () => undefined,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[]
  const measured = Object.fromEntries(names.map((name): [Name, number[]] => [name, []])) as Record<Name, number[]>
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      await new Promise(resolve => setTimeout(resolve, rest))
      measured[name].push(await contestants[name]())
    }
    tell(`${round} of ${rounds}: ${names.map(name => `${name} ${measured[name].at(-1)?.toPrecision(3)}`).join(', ')}`)
  }
  return measured
}
