/** Electron's fuses: switches burnt into its executable after a marker, one character each. */

const marker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** Their order is the wire's; each is named as Electron's documentation names it. */
const order = ['RunAsNode', 'EnableCookieEncryption', 'EnableNodeOptionsEnvironmentVariable', 'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'LoadBrowserProcessSpecificV8Snapshot', 'GrantFileProtocolExtraPrivileges',
  'WasmTrapHandlers']

/**
 * Sets fuses in the bytes of an executable, in place.
 * @param {Buffer} executable
 * @param {Record<string, boolean>} fuses
 * @throws {Error} where there is no such fuse
 */
export function setFuses(executable, fuses) {
  const { start, length } = wireOf(executable)
  for (const [name, on] of Object.entries(fuses)) {
    const index = order.indexOf(name)
    if (index < 0 || index >= length) throw new Error(`This Electron has no fuse ${name}.`)
    executable.write(on ? '1' : '0', start + index, 'latin1')
  }
}

/**
 * Sets every fuse that the executable has; of the named ones it may lack some.
 * @param {Buffer} executable
 * @param {Record<string, boolean>} fuses
 * @throws {Error} where it has one that is not named: nobody has decided about it
 */
export function setEveryFuse(executable, fuses) {
  const { length } = wireOf(executable)
  const names = Array.from({ length }, (_, index) => order[index] ?? `number ${index}`)
  const undecided = names.filter(name => !Object.hasOwn(fuses, name))
  if (undecided.length > 0) throw new Error(`Nobody has decided how these fuses are to be: ${undecided.join(', ')}.`)
  setFuses(executable, Object.fromEntries(names.map(name => [name, Boolean(fuses[name])])))
}

/**
 * The fuses as they are burnt, one character each.
 * @param {Buffer} executable
 */
export function readFuses(executable) {
  const { start, length } = wireOf(executable)
  return executable.toString('latin1', start, start + length)
}

/** @param {Buffer} executable */
function wireOf(executable) {
  const at = executable.indexOf(marker)
  if (at < 0) throw new Error('The executable has no fuses: it is not an Electron.')
  const start = at + marker.length + 2 // after the version and the length
  return { start, length: executable.readUInt8(start - 1) }
}
