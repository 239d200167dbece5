/** What somebody may ask for without end is done once for a flood of it. */

/** In ms: what comes within it of the one before belongs to the same flood. */
const quiet = 1000

/** Does it for the first of a flood; the rest, however long it goes on, changes nothing. */
export function firstOfFlood(act: () => void): () => void {
  let last = -Infinity
  return () => {
    const isFirst = performance.now() - last > quiet
    last = performance.now()
    if (isFirst) act()
  }
}
