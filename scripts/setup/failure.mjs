/** What set-up tells a person when it cannot go on: one sentence, and whether the network was the cause. */

/** A failure whose message is the whole sentence to print; the command that prints it ends with `exitCode`. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{ cause?: unknown, exitCode?: number }} [options]
   */
  constructor(message, { cause, exitCode = 1 } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'SetupError'
    this.exitCode = exitCode
  }
}

/** Nothing answered: no network, no name service, or a proxy that is not there. */
export class NetworkError extends Error {
  /**
   * @param {string} what what was being fetched
   * @param {unknown} [cause]
   */
  constructor(what, cause) {
    super(`No server answered while fetching ${what}.`, { cause })
    this.name = 'NetworkError'
  }
}

/** How npm, pip, apt and Node say that they reach nobody. */
const unreachable = new RegExp([
  'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'ERR_SOCKET_TIMEOUT',
  'UND_ERR_(?:CONNECT_TIMEOUT|SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT)',
  'Temporary failure (?:in name resolution|resolving)', 'Could not resolve', 'Could not connect', 'Cannot connect to proxy',
  'Failed to establish a new connection', 'Network is unreachable', 'Connection (?:refused|timed out|reset)', 'Name or service not known',
].join('|'))

/**
 * Whether a tool's output, or an error with its causes, says that the network is away.
 * @param {unknown} trouble
 * @returns {boolean}
 */
export function isNetworkTrouble(trouble) {
  if (trouble instanceof NetworkError) return true
  if (typeof trouble === 'string') return unreachable.test(trouble)
  if (!(trouble instanceof Error)) return false
  const code = 'code' in trouble ? String(trouble.code) : ''
  return unreachable.test(code) || unreachable.test(trouble.message) || isNetworkTrouble(trouble.cause)
}

/**
 * The one sentence for a machine that reaches no server.
 * @param {string} what what is still missing
 */
export function noNetwork(what) {
  return `The network cannot be reached, and Latent Lab still needs ${what}: connect to the internet and run the same command again; `
    + 'it goes on where it stopped.'
}
