/** A list of parts in CycloneDX, for whoever has to know what is inside: npm's own list, cut down to what is shipped, with what is no npm package. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { npmCommand } from '../setup/npm.mjs'
import { tensorflowVersion } from '../setup/pins.mjs'
import { run } from '../setup/tool.mjs'
import { bundledPackages } from './bundled.mjs'

/**
 * What is used of a CycloneDX document.
 * @typedef {{ type: string }} Reference
 * @typedef {{ name: string, value: string }} Property
 * @typedef {{
 *   'name': string, 'version': string, 'type'?: string, 'bom-ref'?: string, 'externalReferences'?: Reference[], 'properties'?: Property[]
 * }} Part
 * @typedef {{ components: Part[], dependencies?: unknown, metadata?: { component?: { name: string } } }} Sbom
 */

/**
 * @param {string} root the checkout, built
 * @param {string} file
 * @param {import('./ready.mjs').Ready} ready
 */
export async function writeSbom(root, file, { runtime, tensorflow }) {
  const [command, ...args] = npmCommand(['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--loglevel=silent'])
  const sbom = /** @type {Sbom} */ (JSON.parse(await run(command, args, { cwd: root, keep: Infinity })))
  const bundled = new Set((await bundledPackages(root)).map(({ name, version }) => `${name}@${version}`))
  const others = [
    part('electron', String(runtime.electronVersion), 'MIT'),
    ...tensorflow ? [part('tensorflow', tensorflowVersion, 'Apache-2.0')] : [],
    { ...part('fashion-mnist', '2017', 'MIT'), type: 'data' },
  ]
  const { name } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  if (sbom.metadata?.component) sbom.metadata.component.name = name // npm takes the name of the folder
  await writeFile(file, JSON.stringify(shippedOnly(sbom, bundled, others), null, 2))
}

/**
 * Without the lines of who needs whom, which would name what is left out, and without where this computer has fetched each part from and for what
 * it wanted it: a bundler ships what package.json calls a development's need.
 * @param {Sbom} sbom
 * @param {ReadonlySet<string>} bundled name@version
 * @param {readonly Part[]} others
 * @returns {Sbom}
 */
export function shippedOnly({ dependencies: _, components, ...document }, bundled, others) {
  const kept = components.filter(({ name, version }) => bundled.has(`${name}@${version}`))
  const parts = kept.map(({ externalReferences = [], properties: _, ...rest }) =>
    ({ ...rest, externalReferences: externalReferences.filter(({ type }) => type !== 'distribution') }))
  return { ...document, components: [...parts, ...others] }
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} licence
 */
function part(name, version, licence) {
  return { 'type': 'library', name, version, 'bom-ref': `${name}@${version}`, 'licenses': [{ license: { id: licence } }] }
}
