import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineHost } from '../../../src/main/engineHost'
import type { EngineState } from '../../../src/shared/contract/main'
import type { FromEngine, ToEngine } from '../../../src/shared/contract/host'
import { LabError } from '../../../src/shared/errors'

class FakeChild extends EventEmitter {
  readonly heard: string[] = []
  readonly ports: FakePort[] = []
  constructor(readonly pid: number) { super() }
  postMessage(message: ToEngine, ports: FakePort[] = []) {
    this.heard.push(message.kind)
    this.ports.push(...ports)
  }

  say(message: FromEngine) { this.emit('message', message) }
}
class FakePort { isClosed = false; close() { this.isClosed = true } }

function makeHost(memoryKills = () => 0) {
  const children: FakeChild[] = []
  const states: EngineState[] = []
  const kill = vi.fn((pid: number) => void children.find(child => child.pid === pid)?.emit('exit', 9))
  const host = new EngineHost<FakePort>({
    fork() {
      const child = new FakeChild(100 + children.length)
      children.push(child)
      return child
    },
    kill, memoryKills,
    onState: state => void states.push(state),
    log: { write: vi.fn(), append: vi.fn() },
  })
  const child = () => children.at(-1) ?? expect.fail('nothing was forked')
  const kinds = () => states.map(({ kind }) => kind)
  return { host, children, child, states, kinds, kill }
}
/** An exit without a goodbye, and the moment in which Electron may still tell the reason. */
async function crash(child: FakeChild) {
  child.emit('exit', 11)
  await vi.advanceTimersByTimeAsync(250)
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the engine\'s host', () => {
  it('says starting, then ready', () => {
    const { host, child, states } = makeHost()
    host.start()
    child().say({ kind: 'ready' })
    expect(states).toEqual([{ kind: 'starting' }, { kind: 'ready' }])
    expect(host.state).toEqual({ kind: 'ready' })
  })

  it('restarts a crashed engine twice in five minutes, then asks', async () => {
    const { host, child, children, states } = makeHost()
    host.start()
    for (let crashes = 0; crashes < 5 && host.state.kind !== 'gone'; crashes++) await crash(child())
    expect(children).toHaveLength(3)
    expect(states.at(-1)).toMatchObject({ kind: 'gone', restarting: false, message: expect.stringContaining('Restart the engine?') })
    await host.restart()
    expect(children).toHaveLength(4)
    await crash(child()) // the user's restart does not fill the budget again
    expect(children).toHaveLength(4)
  })

  it('has a fresh budget after five quiet minutes', async () => {
    const { host, child, children } = makeHost()
    host.start()
    await crash(child())
    await crash(child())
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    await crash(child())
    expect(children).toHaveLength(4)
  })

  it('believes a goodbye more than an exit code, and does not restart', async () => {
    const { host, child, children } = makeHost()
    host.start()
    child().say({ kind: 'goodbye', code: 0 })
    await crash(child())
    expect(children).toHaveLength(1)
    expect(host.state).toMatchObject({ kind: 'gone', restarting: false })
  })

  it('names the reason that comes a moment after the exit', async () => {
    const { host, child, states } = makeHost()
    host.start()
    child().emit('exit', 9)
    host.noteReason('killed')
    await vi.advanceTimersByTimeAsync(250)
    expect(states).toContainEqual(expect.objectContaining({ kind: 'gone', message: expect.stringContaining('ended from outside') }))
  })

  it('says what kept it from starting', async () => {
    const { host, child } = makeHost()
    host.start()
    child().say({ kind: 'goodbye', code: 1, reason: 'The data set is missing: /data/train. Run "npm run setup".' })
    await crash(child())
    const message = expect.stringMatching(/^The engine could not start: The data set is missing: \/data/) as string
    expect(host.state).toMatchObject({ restarting: false, message })
  })

  it('blames the want of memory only where the kernel ended a process since the last sign of life', async () => {
    let kills = 7
    const { host, child, states } = makeHost(() => kills)
    const killed = async () => {
      child().emit('exit', 9)
      host.noteReason('killed')
      await vi.advanceTimersByTimeAsync(250)
      return states.findLast(({ kind }) => kind === 'gone')
    }
    host.start()
    kills++ // another process, minutes before
    child().say({ kind: 'heartbeat', rss: 2e9 })
    expect(await killed()).toMatchObject({ message: expect.stringContaining('ended from outside') as string })
    child().say({ kind: 'heartbeat', rss: 2e9 })
    kills++
    expect(await killed()).toMatchObject({ message: expect.stringContaining('for want of memory (it held 2.0 GB)') as string })
  })

  it('knows from the heartbeat how many epochs an end would lose', () => {
    const { host, child } = makeHost()
    host.start()
    child().say({ kind: 'heartbeat', rss: 1, training: false, unsaved: 2 })
    expect([host.unsaved, host.training]).toEqual([2, false])
  })

  it('says silent after ten seconds without a heartbeat, and ready when it comes back', async () => {
    const { host, child, kinds } = makeHost()
    host.start()
    child().say({ kind: 'ready' })
    await vi.advanceTimersByTimeAsync(9_500)
    child().say({ kind: 'heartbeat', rss: 1 })
    await vi.advanceTimersByTimeAsync(9_000)
    expect(kinds()).toEqual(['starting', 'ready'])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(kinds()).toEqual(['starting', 'ready', 'silent'])
    child().say({ kind: 'heartbeat', rss: 1 })
    expect(kinds()).toEqual(['starting', 'ready', 'silent', 'ready'])
    expect(host.state.kind).toBe('ready')
  })

  it('does not blame an engine for an hour in which the computer slept', async () => {
    const { host, child, kinds } = makeHost()
    host.start()
    child().say({ kind: 'ready' })
    await vi.advanceTimersByTimeAsync(3_000)
    vi.setSystemTime(Date.now() + 3_600_000) // no tick came meanwhile
    await vi.advanceTimersByTimeAsync(2_000)
    child().say({ kind: 'heartbeat', rss: 1 })
    await vi.advanceTimersByTimeAsync(9_000)
    expect(kinds()).toEqual(['starting', 'ready'])
  })

  it('gives a starting engine a minute', async () => {
    const { host, kinds } = makeHost()
    host.start()
    await vi.advanceTimersByTimeAsync(59_500)
    expect(kinds()).toEqual(['starting'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(kinds()).toEqual(['starting', 'silent'])
  })

  it('kills a silent engine at once when it is to be restarted', async () => {
    const { host, child, children, kill } = makeHost()
    host.start()
    child().say({ kind: 'ready' })
    await vi.advanceTimersByTimeAsync(11_000)
    const restarted = host.restart()
    await vi.advanceTimersByTimeAsync(300)
    await restarted
    expect(kill).toHaveBeenCalledWith(100)
    expect(children[0]?.heard).toEqual([])
    expect(children).toHaveLength(2)
    expect(host.state.kind).toBe('starting')
  })

  it('asks an engine to go, and ends it after four seconds', async () => {
    const { host, child, children, kill } = makeHost()
    host.start()
    const stopped = host.stop()
    expect(child().heard).toEqual(['shutdown'])
    await vi.advanceTimersByTimeAsync(3_900)
    expect(kill).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(400)
    await stopped
    expect(kill).toHaveBeenCalledOnce()
    expect(children).toHaveLength(1)
    host.start()
    expect(children).toHaveLength(1) // nothing is started once the app is leaving
  })

  it('stops at once where nothing runs', async () => {
    await expect(makeHost().host.stop()).resolves.toBeUndefined()
  })

  it('keeps the newest port until there is an engine, and closes the one before', () => {
    const { host, child } = makeHost()
    const [first, second] = [new FakePort(), new FakePort()]
    host.connect(first)
    host.connect(second)
    expect(first.isClosed).toBe(true)
    host.start()
    expect(child().heard).toEqual(['connect'])
    expect(child().ports).toEqual([second])
  })

  it('leads the ports asked for after a crash to the next engine', async () => {
    const { host, child, children } = makeHost()
    host.start()
    host.connect(new FakePort())
    await crash(child())
    const port = new FakePort()
    host.connect(port)
    expect(children[1]?.ports).toEqual([port])
  })

  it('refuses ports once the engine was given up', async () => {
    const { host, child } = makeHost()
    host.start()
    child().say({ kind: 'goodbye', code: 5 })
    await crash(child())
    const port = new FakePort()
    expect(() => host.connect(port)).toThrow(expect.objectContaining({ code: 'E_ENGINE_DIED', message: expect.stringContaining('code 5') }))
    expect(port.isClosed).toBe(true)
  })

  it('tells the engine, and forgets what waits, when the page is gone', () => {
    const { host, child } = makeHost()
    const port = new FakePort()
    host.connect(port)
    host.disconnect()
    expect(port.isClosed).toBe(true)
    host.start()
    host.disconnect()
    expect(child().heard).toEqual(['disconnect'])
  })

  it('goes on when the engine talks nonsense', () => {
    const { host, child } = makeHost()
    host.start()
    child().emit('message', { kind: 'ready', more: 1 })
    child().emit('message', null)
    child().say({ kind: 'ready' })
    expect(host.state.kind).toBe('ready')
  })

  it('knows from the heartbeat whether a run is trained', () => {
    const { host, child } = makeHost()
    expect(host.training).toBe(false)
    host.start()
    child().say({ kind: 'heartbeat', rss: 1, training: true })
    expect(host.training).toBe(true)
  })

  it('gives up with the sentence of what stands in the way', () => {
    const states: EngineState[] = []
    const host = new EngineHost({
      fork: () => { throw new LabError('E_IO', 'The lab is not set up yet: run "npm run setup" in its folder.') },
      kill: vi.fn(), memoryKills: () => 0, log: { write: vi.fn(), append: vi.fn() }, onState: state => void states.push(state),
    })
    host.start()
    expect(states.at(-1)).toEqual({ kind: 'gone', restarting: false, message: 'The lab is not set up yet: run "npm run setup" in its folder.' })
  })
})
