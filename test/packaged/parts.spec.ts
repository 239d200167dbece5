/** What is in the package, on which terms, and whether the papers that say so are complete and well-formed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { bundledPackages } from '../../scripts/package/bundled.mjs'
import { root } from '../support/apps'
import { packaged } from '../support/packaged'

const resources = join(dirname(packaged.shipped), 'resources')
const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
/** What is no npm package: name and version, as set-up brought it. */
const brought = () => {
  const { electronVersion, tensorflow } = JSON.parse(read(root, '.runtime.json')) as { electronVersion: string, tensorflow: { version: string } }
  return { electron: electronVersion, tensorflow: tensorflow.version }
}
const shipped = async () => (await bundledPackages(root)).map(({ name, version, licence }) => ({ name, version, licence }))

interface Component {
  readonly 'type': string
  readonly 'name': string
  readonly 'version': string
  readonly 'bom-ref': string
  readonly 'purl'?: string
  readonly 'licenses': readonly ({ license: { id?: string, name?: string } } | { expression: string })[]
  readonly 'hashes'?: readonly { alg: string, content: string }[]
  readonly 'externalReferences'?: readonly { type: string, url: string }[]
}

interface Bom extends Record<string, unknown> {
  readonly metadata: { readonly timestamp: string, readonly component: Component }
  readonly components: readonly Component[]
}

test('the list of parts is a CycloneDX 1.5 document', () => {
  const bom = JSON.parse(read(root, 'dist/sbom.cdx.json')) as Bom
  expect(bom).toMatchObject({ $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json', bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
  const allowed = ['$schema', 'bomFormat', 'specVersion', 'serialNumber', 'version', 'metadata', 'components']
  expect(Object.keys(bom).filter(key => !allowed.includes(key))).toEqual([])
  expect(bom['serialNumber']).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  expect(new Date(bom.metadata.timestamp).toISOString()).toBe(bom.metadata.timestamp)
  const { name, version } = JSON.parse(read(root, 'package.json')) as Component
  expect(bom.metadata.component).toMatchObject({ type: 'application', name, version, purl: `pkg:npm/${name}@${version}` })
  for (const component of bom.components) expectComponent(component)
  const refs = [bom.metadata.component, ...bom.components].map(component => component['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
})

const ofComponents = ['type', 'name', 'version', 'bom-ref', 'purl', 'licenses', 'hashes', 'externalReferences', 'scope', 'author', 'description']

function expectComponent(component: Component) {
  expect(Object.keys(component).filter(key => !ofComponents.includes(key)), component.name).toEqual([])
  const { type, name, version, purl, licenses, hashes = [], externalReferences = [] } = component
  expect(['library', 'data'], name).toContain(type)
  for (const text of [name, version, component['bom-ref']]) expect(text, name).toMatch(/\S/)
  if (purl) expect(decodeURIComponent(purl)).toBe(`pkg:npm/${name}@${version}`)
  expect(licenses.length, name).toBeGreaterThan(0)
  for (const one of licenses) expect('expression' in one ? one.expression : one.license.id ?? one.license.name, name).toMatch(/^[\w .()+-]+$/)
  for (const { alg, content } of hashes) expect(`${alg} ${content}`, name).toMatch(/^SHA-512 [0-9a-f]{128}$/)
  for (const reference of externalReferences) {
    expect(['vcs', 'website', 'issue-tracker'], name).toContain(reference.type)
    expect(URL.canParse(reference.url), reference.url).toBe(true)
  }
}

test('the list of parts names what the build has bundled, with Electron, TensorFlow and the data, and nothing else', async () => {
  const { components } = JSON.parse(read(root, 'dist/sbom.cdx.json')) as Bom
  const named = components.map(({ name, version }) => `${name}@${version}`)
  const bundled = (await shipped()).map(({ name, version }) => `${name}@${version}`)
  expect(bundled.length).toBeGreaterThan(20)
  const { electron, tensorflow } = brought()
  expect(named.filter(name => !bundled.includes(name))).toEqual([`electron@${electron}`, `tensorflow@${tensorflow}`, 'fashion-mnist@2017'])
  expect(bundled.filter(name => !named.includes(name))).toEqual([])
})

test('the build has noted every package that the sources name', async () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(name => /\.(?:ts|vue|css)$/.test(name))
  const imports = files.flatMap(file => [...read(root, 'src', file).matchAll(/^(?:@?import(?! type)|\} from)\b[^'\n]*'((?:@[\w-]+\/)?[\w-][\w.-]*)/gm)])
  const named = new Set(imports.map(([, name = '']) => name).filter(name => !/^(?:node|electron)$|^@shared\//.test(name)))
  expect(named.size).toBeGreaterThan(8)
  const noted = (await shipped()).map(({ name }) => name)
  expect([...named].filter(name => !noted.includes(name))).toEqual([])
})

test('a notice with its terms is there for each of them', async () => {
  const [, ...parts] = read(resources, 'THIRD_PARTY_NOTICES.txt').split(/^─{80}\n/m)
  const notices = new Map(parts.flatMap((title, n) => n % 2 === 0 ? [[title.trim(), parts[n + 1]?.trim() ?? '']] : []))
  const titles = [...notices.keys()]
  for (const { folder, name, version, licence } of await bundledPackages(root)) {
    const text = notices.get(`${name} ${version} (${licence})`)
    expect(text, `${name} ${version}`).toMatch(/permission|license|copyright/i)
    expect(text?.length, `${name} ${version}`).toBeGreaterThan(50)
    const files = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile() && /^(?:licen[cs]e|notice)/i.test(entry.name))
    for (const file of files) expect(text, `${name}, ${file.name}`).toContain(read(folder, file.name).trim())
  }
  const { electron, tensorflow } = brought()
  const others = [`Electron ${electron} (MIT)`, `TensorFlow ${tensorflow} (Apache-2.0)`, 'Fashion-MNIST (MIT)']
  expect(titles.filter(title => others.includes(title))).toEqual(others)
  expect(notices.get(others[1] ?? '')).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION') // others refer to it
  expect(titles).toHaveLength((await shipped()).length + 3)
})

test('what the notices refer to is there, and our own licence', () => {
  expect(read(resources, 'LICENSE.txt')).toBe(read(root, 'LICENSE'))
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html', 'resources/THIRD_PARTY_NOTICES.tensorflow.txt'])
    expect(read(dirname(packaged.shipped), file).length, file).toBeGreaterThan(500)
})

test('what software centres read of it is valid', () => {
  const file = join(root, 'resources/latent-lab.metainfo.xml')
  const { version } = JSON.parse(read(root, 'package.json')) as Component
  expect(read(file)).toContain(`<release version="${version}"`)
  const tool = '/usr/bin/appstreamcli'
  test.skip(!existsSync(tool), 'appstreamcli is not installed here; npm run test:install brings it into its own Debian.')
  const { stdout, status } = spawnSync(tool, ['validate', '--no-net', '--no-color', file], { encoding: 'utf8' })
  expect(stdout).toContain('Validation was successful')
  expect(status).toBe(0)
})
