/** A download that goes on and on, by a fetch that has forgotten the signal it was given, as Node's does after a collection of garbage. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { download, partOf } from '../../../../../src/main/compute/gpu/download'
import type { DownloadOptions } from '../../../../../src/main/compute/gpu/download'
import { Paused } from '../../../../../src/main/compute/gpu/paused'
import { temporaryFolder } from '../../../../support/gpu/build'

const size = 1_000_000

function endless(chunks: number, options: Partial<DownloadOptions> = {}) {
  const stop = new AbortController()
  const file = join(temporaryFolder(), 'a.whl')
  let left = chunks
  let cancelled = false
  const body = () => new ReadableStream<Uint8Array>({
    async pull(controller) {
      await pause(left-- > 0 ? 1 : 60_000, undefined, { ref: false })
      if (!cancelled) controller.enqueue(new Uint8Array(10))
    },
    cancel() {
      cancelled = true
    },
  })
  const ended = download({ url: 'https://index.test/a.whl', file, bytes: size, sha256: '0'.repeat(64) }, {
    fetch: () => Promise.resolve(new Response(body())), signal: stop.signal, onProgress: () => undefined, ...options,
  })
  return { stop, file, ended, isCancelled: () => cancelled }
}

it('pauses where bytes go on coming', async () => {
  const { stop, file, ended, isCancelled } = endless(Infinity)
  setTimeout(() => stop.abort(), 50)
  await expect(ended).rejects.toThrow(Paused)
  expect(isCancelled()).toBe(true)
  expect(statSync(partOf(file)).size).toBeLessThan(size)
})

it('pauses where none comes any more', async () => {
  const { stop, ended, isCancelled } = endless(3)
  setTimeout(() => stop.abort(), 50)
  await expect(ended).rejects.toThrow(Paused)
  expect(isCancelled()).toBe(true)
})

it('takes a silence for a cut', async () => {
  const { ended, isCancelled } = endless(3, { idle: 30, tries: 1, pause: 1 })
  await expect(ended).rejects.toThrow('no byte for 0.03 s')
  expect(isCancelled()).toBe(true)
})
