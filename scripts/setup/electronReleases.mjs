/**
 * When the majors of Electron that concern us came out, and until when each gets fixes: those of the last three, of which there is one every eight
 * weeks. After Electron's own timeline (its documentation, "Electron Releases") and, where that was not at hand, the dates of its npm packages.
 * A new pin in package.json needs a row; tests ask for it.
 * @type {readonly { major: number, stable: string, ends?: string }[]} `ends` is there once it is known
 */
export const electronReleases = [
  { major: 33, stable: '2024-10-15', ends: '2025-04-29' }, // the registry's, for developing and testing
  { major: 43, stable: '2026-07-01' },
  { major: 44, stable: '2026-08-25' },
  { major: 45, stable: '2026-10-21' },
]

/** How many majors get fixes, and in how many weeks one follows the other. */
const supported = 3
const cadence = 8
const week = 7 * 24 * 3600 * 1000

/**
 * @param {string} version
 * @returns {number}
 */
export const majorOf = version => Number(version.split('.')[0])

/** The majors that get fixes, as far as this table knows. */
export const supportedMajors = electronReleases.map(({ major }) => major).slice(-supported)

/**
 * How old a version's major is and how long it gets fixes, in a sentence; throws where the table has no row for it.
 * @param {string} version
 * @param {Date} [today]
 */
export function ageOf(version, today = new Date()) {
  const row = electronReleases.find(({ major }) => major === majorOf(version))
  if (!row) throw new Error(`Electron ${version} has no row in scripts/setup/electronReleases.mjs. Add when its major came out.`)
  const weeks = Math.floor((today.getTime() - Date.parse(row.stable)) / week)
  const end = row.ends ?? new Date(Date.parse(row.stable) + supported * cadence * week).toISOString().slice(0, 10)
  const isOver = today.getTime() >= Date.parse(end)
  return `Electron ${version}: its major came out on ${row.stable}, ${weeks} weeks ago, and gets fixes until ${row.ends ? '' : 'about '}${end}${isOver ? ', which is over' : ''}.`
}
