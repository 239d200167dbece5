/** The real window over a made-up engine and main. `?theme=light&beat=20&fail=failed&notice=…` set the scene. */
import type { LabBridge, PortName } from '@shared/contract/bridge'
import type { EngineInfo } from '@shared/domain/device'
import { webPort } from '@shared/ports'
import { createFakeEngine } from '../fakeEngine'
import { createFakeMain } from '../fakeMain'
import { aKeptRun, createFakeRuns, snapshotOf } from '../fakeRuns'
import { drawnPictures, filePictures } from '../pictures'
import type { Pictures } from '../pictures'

const query = new URLSearchParams(location.search)
const theme = query.get('theme') as 'dark' | 'light' | null
const info = JSON.parse(query.get('info') ?? '{}') as Partial<EngineInfo>
const reason = query.get('fail') as 'failed' | 'diverged' | null
const message = query.get('message') ?? 'The device ran out of memory at epoch 3. The epochs before are kept. Start again with batch size 32.'

const kept = createFakeRuns(Array.from({ length: Number(query.get('runs') ?? 0) }, (_, n) => {
  const isBranch = n % 4 === 1
  return aKeptRun(n, isBranch ? { parent: { id: aKeptRun(n + 1).id, epoch: 2 } } : {})
}))
const engine = createFakeEngine({
  find: runId => snapshotOf(kept.find(runId)),
  pictures: await realPictures(),
  beat: Number(query.get('beat') ?? 60),
  compileTime: Number(query.get('compile') ?? 1500),
  reportsPerEpoch: Number(query.get('reports') ?? 40),
  info,
  ...(reason ? { fail: { epoch: Number(query.get('failAt') ?? 3), reason, message } } : {}),
})
const main = createFakeMain({ settings: theme ? { theme } : {}, runs: kept })

const lab: LabBridge = {
  connect(name: PortName) {
    const { port1, port2 } = new MessageChannel()
    if (name === 'engine') engine.serveOn(webPort(port1))
    else main.serveOn(webPort(port1))
    window.postMessage({ kind: 'lab:port', name }, '*', [port2])
    return Promise.resolve(null)
  },
}
Object.assign(window, { lab, fake: { engine, main } })
await import('../../../../src/renderer/main')

/** The files lie beside the page where it is shown on a machine that has them. */
async function realPictures(): Promise<Pictures> {
  try {
    const [trainPixels, trainLabels, testPixels, testLabels] = await Promise.all([
      file('train-images', 16), file('train-labels', 8), file('test-images', 16), file('test-labels', 8),
    ])
    return filePictures({ train: { pixels: trainPixels, labels: trainLabels }, test: { pixels: testPixels, labels: testLabels } })
  } catch {
    return drawnPictures()
  }
}

async function file(name: string, header: number): Promise<Uint8Array> {
  const response = await fetch(`./data/${name}`)
  if (!response.ok) throw new Error(name)
  return new Uint8Array(await response.arrayBuffer()).subarray(header)
}
