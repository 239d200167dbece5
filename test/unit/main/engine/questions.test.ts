import { describe, expect, it } from 'vitest'
import { turn } from '../../../../src/main/engine/model/turn'
import { Questions } from '../../../../src/main/engine/questions'

/** What reading an epoch's files is like: each read ends in a later turn of the loop. */
async function reading(reads: number) {
  for (let read = 0; read < reads; read++) await turn()
  return 'a picture'
}

/** Trains in chunks until `until` is settled; answers how many chunks it took. */
async function trainUntil(questions: Questions, until: Promise<unknown>) {
  let isOver = false
  const settled = until.finally(() => {
    isOver = true
  })
  let chunks = 0
  while (!isOver) {
    chunks++
    await questions.letIn()
  }
  await settled
  return chunks
}

describe('questions while a run is trained', () => {
  it('are answered between two chunks, however many reads they need', async () => {
    const questions = new Questions()
    const { ask } = questions.counted({ ask: () => reading(30) })
    const answer = ask()
    expect(await trainUntil(questions, answer)).toBeLessThanOrEqual(2)
    expect(await answer).toBe('a picture')
  })

  it('that take long share the thread with training', async () => {
    const questions = new Questions()
    const { ask } = questions.counted({ ask: () => new Promise(resolve => setTimeout(resolve, 300)) })
    expect(await trainUntil(questions, ask())).toBeGreaterThan(5)
  })

  it('that fail are over too, and reach the asker as they are', async () => {
    const questions = new Questions()
    const fault = new Error('no such epoch')
    const { ask } = questions.counted({ ask: () => { throw fault } })
    await expect(ask()).rejects.toBe(fault)
    const begin = performance.now()
    for (let chunk = 0; chunk < 5; chunk++) await questions.letIn()
    expect(performance.now() - begin).toBeLessThan(50) // five waits for a question would take a hundred
  })

  it('that are not asked cost one turn', async () => {
    let turns = 0
    let counting = true
    void (async () => {
      for (; counting; turns++) await turn()
    })()
    await new Questions().letIn()
    counting = false
    expect(turns).toBeLessThanOrEqual(2)
  })
})
