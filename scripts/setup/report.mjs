/** Progress on the terminal: one line a step, rewritten in place where the terminal can; always on standard error. */

/**
 * What a step measures of itself.
 * @typedef {() => Promise<{ done: number, of: number } | null>} Measure  bytes
 */

/**
 * @typedef {object} Report
 * @property {(line: string) => void} say
 * @property {<T>(title: string, work: () => Promise<T>, measure?: Measure) => Promise<T>} during
 */

/**
 * How far a step is: `TensorFlow 2.21.0: 120 of 274 MB, 12 s`.
 * @param {string} title
 * @param {number} seconds
 * @param {{ done: number, of: number } | null} measured
 */
export function progressLine(title, seconds, measured) {
  const bytes = measured && measured.done > 0 ? `${megabytes(Math.min(measured.done, measured.of))} of ${megabytes(measured.of)} MB, ` : ''
  return `${title}: ${bytes}${seconds.toFixed(0)} s`
}

/** Goes to the start of the line and empties it. */
const restart = '\r\x1b[K'

/** @param {number} bytes */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0)
}

/**
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [stream]
 * @returns {Report}
 */
export function createReport(stream = process.stderr) {
  return {
    say: line => void stream.write(`${line}\n`),
    async during(title, work, measure = async () => null) {
      const since = performance.now()
      const seconds = () => (performance.now() - since) / 1000
      const line = async () => progressLine(title, seconds(), await measure().catch(() => null))
      stream.write(stream.isTTY ? title : `${title} …\n`)
      const stop = stream.isTTY ? keepShowing(stream, line) : () => undefined
      try {
        return await work()
      } finally {
        stop()
        stream.write(`${stream.isTTY ? restart : ''}${progressLine(title, seconds(), null)}\n`)
      }
    },
  }
}

/**
 * @param {{ write(text: string): unknown }} stream
 * @param {() => Promise<string>} line
 * @returns {() => void} its undo
 */
function keepShowing(stream, line) {
  let over = false
  const timer = setInterval(() => void line().then(text => over || stream.write(restart + text)), 500)
  return () => {
    over = true
    clearInterval(timer)
  }
}
