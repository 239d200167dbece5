/** Electron's fuses: switches burnt into its executable after a marker, one character each. */

const marker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** Their order is the wire's; each is named as Electron's documentation names it. */
const order = ['RunAsNode', 'EnableCookieEncryption', 'EnableNodeOptionsEnvironmentVariable', 'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'LoadBrowserProcessSpecificV8Snapshot', 'GrantFileProtocolExtraPrivileges']

/**
 * Sets fuses in the bytes of an executable, in place.
 * @param {Buffer} executable
 * @param {Record<string, boolean>} fuses
 * @throws {Error} where there is no such fuse
 */
export function setFuses(executable, fuses) {
  const at = executable.indexOf(marker)
  if (at < 0) throw new Error('The executable has no fuses: it is not an Electron.')
  const wire = at + marker.length + 2 // after the version and the length
  const length = executable.readUInt8(wire - 1)
  for (const [name, on] of Object.entries(fuses)) {
    const index = order.indexOf(name)
    if (index < 0 || index >= length) throw new Error(`This Electron has no fuse ${name}.`)
    executable.write(on ? '1' : '0', wire + index, 'latin1')
  }
}
