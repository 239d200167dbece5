/** The window's questions that are being answered, and the time that training gives them between two chunks. */
import { turn } from './model/turn'

/**
 * Milliseconds. A picture of another epoch reads files, each read ends in a later turn of the event loop, and with one turn a chunk it would take
 * twenty chunks. Read without a chunk between, they take a few milliseconds; what computes for longer than this shares the thread with training.
 */
const patience = 20

type Handler = (input: never) => unknown

export class Questions {
  private open = 0

  /** The same handlers; each call of theirs is a question until it is answered or has failed. */
  counted<H extends Readonly<Record<string, Handler>>>(handlers: H): H {
    const entries = Object.entries(handlers).map(([name, handler]) => [name, async (input: never) => {
      this.open++
      try {
        return await handler(input)
      } finally {
        this.open--
      }
    }])
    return Object.fromEntries(entries) as H
  }

  /** Lets messages in, and stays while questions are open, but not longer than `patience`. */
  letIn = async (): Promise<void> => {
    const begin = performance.now()
    do await turn()
    while (this.open > 0 && performance.now() - begin < patience)
  }
}
