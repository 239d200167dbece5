/** One thing after the other, in the order of the calls; a failure of one does not stop the next. */
export function serially() {
  let last: Promise<unknown> = Promise.resolve()
  return function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work)
    last = result.catch(() => undefined)
    return result
  }
}
