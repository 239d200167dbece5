/**
 * Runs one task at a time and, of those asked for meanwhile, only the last: a slider that is dragged over a hundred epochs
 * asks for what is under it, and leaves no queue behind.
 */
export function latest(onError: (error: unknown) => void): (task: () => Promise<unknown>) => void {
  let isBusy = false
  let next: (() => Promise<unknown>) | undefined

  async function run(task: () => Promise<unknown>) {
    isBusy = true
    try {
      await task()
    } catch (error) {
      onError(error)
    }
    isBusy = false
    const waiting = next
    next = undefined
    if (waiting) void run(waiting)
  }

  return (task) => {
    if (isBusy) next = task
    else void run(task)
  }
}
