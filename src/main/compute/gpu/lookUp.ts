/** Asks the package index where a wheel lies. It is known by its sum; what the index says besides must fit what is pinned. */
import { LabError, messageOf } from '@shared/errors'
import { z } from '@shared/schema'
import { Paused } from './paused'
import type { PackageIndex, Wheel } from './pins'

export type Fetch = typeof fetch

/** The part of the simple API's JSON that is used (PEP 691, PEP 700). */
const Page = z.object({
  files: z.array(z.object({ url: z.string(), hashes: z.record(z.string(), z.string()), size: z.optional(z.number()) })).check(z.maxLength(100_000)),
})
const longestPage = 32_000_000 // bytes
const patience = 30_000 // ms

/** The wheel's address. E_IO where nobody answers, E_FORMAT where the index does not have this very file. */
export async function lookUp(wheel: Wheel, index: PackageIndex, fetch: Fetch, signal: AbortSignal): Promise<string> {
  const page = Page.safeParse(await ask(pageOf(wheel, index), fetch, signal))
  if (!page.success) throw new LabError('E_FORMAT', `The package index did not answer as one about ${wheel.name}. Try again later, or install from a folder.`)
  const file = page.data.files.find(({ hashes }) => hashes['sha256'] === wheel.sha256)
  if (!file) throw new LabError('E_FORMAT', `The package index does not have ${wheel.name} ${wheel.version} as this version of the lab knows it. Install from a folder, or update the lab.`)
  if (file.size !== undefined && file.size !== wheel.bytes)
    throw new LabError('E_FORMAT', `The package index says that ${wheel.name} has ${file.size} bytes; it has ${wheel.bytes}. Nothing was fetched.`)
  return addressOf(file.url, wheel, index)
}

function pageOf({ name }: Wheel, { address }: PackageIndex): string {
  return `${address}${name}/`
}

function addressOf(raw: string, wheel: Wheel, index: PackageIndex): string {
  const url = URL.canParse(raw, pageOf(wheel, index)) ? new URL(raw, pageOf(wheel, index)) : null
  if (!url || !index.origins.includes(url.origin))
    throw new LabError('E_FORMAT', `The package index sends ${wheel.name} from a place that the lab does not know (${url?.origin ?? 'no address'}). Nothing was fetched.`)
  url.hash = ''
  return url.href
}

async function ask(url: string, fetch: Fetch, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/vnd.pypi.simple.v1+json' }, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    })
    if (!response.ok || !response.body) throw new LabError('E_IO', `The package index answered "${response.status} ${response.statusText}". Try again later.`)
    return JSON.parse(await textOf(response.body))
  } catch (error) {
    if (signal.aborted) throw new Paused()
    if (error instanceof LabError) throw error
    if (error instanceof SyntaxError) return null
    throw new LabError('E_IO', `The package index cannot be reached (${causeOf(error)}). Is this computer connected to the internet?`, { cause: error })
  }
}

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > longestPage) throw new LabError('E_TOO_BIG', 'The package index answers without end.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** fetch wraps what happened in a TypeError that says nothing. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return (cause as NodeJS.ErrnoException).code ?? messageOf(cause).replace(/\.$/, '')
}
