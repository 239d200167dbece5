/** Which Node the lab runs on. The syntax is old on purpose: this file must still parse where Node is too old. */

/** The oldest release of each major that the build tools accept; a major that is not listed must be newer than all of these. */
const oldest = { 20: 19, 22: 13 }
const newestListed = 22

/**
 * Whether a version such as `20.19.0` is new enough.
 * @param {string} version
 * @returns {boolean}
 */
export function isSupported(version) {
  const parts = version.split('.').map(Number)
  const major = parts[0] || 0
  const minor = parts[1] || 0
  if (major > newestListed) return true
  return major in oldest && minor >= oldest[/** @type {20 | 22} */ (major)]
}

/** Stops with one sentence where Node is too old. */
export function requireNode() {
  if (isSupported(process.versions.node)) return
  console.error('Latent Lab needs Node 20.19 or newer (22.13 of the 22 line); this is Node ' + process.versions.node + '.')
  process.exit(1)
}
