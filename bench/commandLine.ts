/** The built command line: a training run in a process of its own, line by line. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { EpochReport, Floors } from '@shared/domain/run'
import { root } from './worker'

export interface Told {
  /** Seconds since the process was started. */
  readonly at: number
  readonly kind: string
}
export type ToldEpoch = Told & EpochReport
export type ToldFloors = Told & Floors

export interface Trained {
  /** From the process's start to its end. */
  readonly seconds: number
  readonly executor: string
  readonly epochs: readonly ToldEpoch[]
  readonly floors: ToldFloors | undefined
  /** Seconds from the choice of the executor to the floors. */
  readonly floorSeconds: number
}

/** Runs `lab train …`; `onEpoch` is told of each epoch while the process lives. */
export async function trainByCommandLine(
  args: readonly string[], onEpoch: (epoch: ToldEpoch, pid: number) => void = () => undefined,
): Promise<Trained> {
  const start = performance.now()
  const since = () => (performance.now() - start) / 1000
  const child = spawn(process.execPath, ['out/main/lab.js', 'train', '--json', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  const facts: Told[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const fact = { ...JSON.parse(line) as Omit<Told, 'at'>, at: since() }
    facts.push(fact)
    if (fact.kind === 'epoch') onEpoch(fact as ToldEpoch, child.pid ?? 0)
  }
  const code = await ended
  if (code !== 0) throw new Error(`lab train ${args.join(' ')} ended with code ${code}.`)
  return summary(facts, since())
}

function summary(facts: readonly Told[], seconds: number): Trained {
  const chosen = facts.find(fact => fact.kind === 'executor') as Told & { executor: string } | undefined
  const floors = facts.find(fact => fact.kind === 'floors') as ToldFloors | undefined
  return {
    seconds,
    executor: chosen?.executor ?? '',
    epochs: facts.filter(fact => fact.kind === 'epoch') as ToldEpoch[],
    floors,
    floorSeconds: floors && chosen ? floors.at - chosen.at : 0,
  }
}
