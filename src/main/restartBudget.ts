/** How often the engine may be started again without asking: twice in five minutes, so that a crash loop ends in a question. */

const most = 2
const within = 5 * 60_000

/** Returns `spend`, which takes one restart from the budget if there is one. `now` in milliseconds. */
export function restartBudget(now: () => number = () => performance.now()): () => boolean {
  let spent: readonly number[] = []
  return () => {
    spent = spent.filter(time => now() - time < within)
    if (spent.length >= most) return false
    spent = [...spent, now()]
    return true
  }
}
