import { mainContract } from '@shared/contract/main'
import { LabError } from '@shared/errors'
import { webPort } from '@shared/ports'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLink } from '../../../../src/renderer/clients/link'
import { createFakeMain } from '../../../support/window/fakeMain'

const links: { detach(): void }[] = []
afterEach(() => links.splice(0).forEach(link => link.detach()))

function open(options: { patience?: number, capacity?: number } = {}) {
  const link = createLink(mainContract, { name: 'The application', ...options })
  links.push(link)
  return link
}

function channel() {
  const { port1, port2 } = new MessageChannel()
  return { theirs: webPort(port1), ours: webPort(port2) }
}

describe('a link', () => {
  it('keeps calls made before there is a port, and sends them once there is', async () => {
    const link = open()
    const info = link.calls.appInfo()
    const { theirs, ours } = channel()
    createFakeMain().serveOn(theirs)
    link.attach(ours)
    expect((await info).version).toBe('0.1.0')
  })

  it('gives up waiting after its patience', async () => {
    await expect(open({ patience: 10 }).calls.appInfo()).rejects.toMatchObject({ code: 'E_ENGINE_DIED' })
  })

  it('lets only so many calls wait', async () => {
    const link = open({ capacity: 1, patience: 20 })
    const first = link.calls.appInfo()
    await expect(link.calls.appInfo()).rejects.toThrow('too many requests')
    await expect(first).rejects.toBeInstanceOf(LabError)
  })

  it('keeps listeners across connections', async () => {
    const link = open()
    const heard = vi.fn()
    link.on('engine', heard)
    for (const kind of ['starting', 'ready'] as const) {
      const { theirs, ours } = channel()
      const fake = createFakeMain()
      fake.serveOn(theirs)
      link.attach(ours)
      fake.engineBecomes({ kind })
      await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith({ kind }))
    }
  })

  it('tells of each connection, of the present one at once', () => {
    const link = open()
    const early = vi.fn()
    const late = vi.fn()
    link.onConnected(early)
    link.attach(channel().ours)
    link.onConnected(late)
    link.attach(channel().ours)
    expect(early).toHaveBeenCalledTimes(2)
    expect(late).toHaveBeenCalledTimes(2)
  })

  it('rejects what is pending with the reason when it lets go', async () => {
    const link = open()
    link.attach(channel().ours) // nobody answers
    const pending = link.calls.appInfo()
    link.detach(new LabError('E_ENGINE_DIED', 'The engine stopped (out of memory).'))
    await expect(pending).rejects.toThrow('out of memory')
    expect(link.isConnected()).toBe(false)
  })

  it('notices that the other side closed its port', async () => {
    const link = open()
    const departed = vi.fn()
    link.onDisconnected(departed)
    const { theirs, ours } = channel()
    link.attach(ours)
    theirs.close()
    await vi.waitFor(() => expect(departed).toHaveBeenCalledOnce())
  })
})
