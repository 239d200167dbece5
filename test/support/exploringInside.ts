/** The explorer from within: what the window's stores hold and what its engine answers, for tests that compare what is seen with what is so. */
import { PerspectiveCamera } from 'three'
import type { Page } from '@playwright/test'
import type { EngineContract } from '../../src/shared/contract/engine'
import type { ViewPort } from '../../src/shared/domain/latent/picking'
import type { Client } from '../../src/shared/rpc'
import { CameraRig } from '../../src/renderer/scene/cameraRig'
import type { CameraState } from '../../src/renderer/scene/cameraState'

type Engine = Client<EngineContract>

/** The window's own port to the engine is kept for `ask`, from the next load of the page on. */
export async function keepEnginePort(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.addEventListener('message', ({ data, ports }: MessageEvent<{ kind?: string, name?: string }>) => {
      if (data.kind === 'lab:port' && data.name === 'engine' && ports[0]) Object.assign(window, { enginePort: ports[0] })
    })
  })
}

/** Asks the engine itself, past everything that the window does with its answers. */
export function ask<K extends keyof Engine>(page: Page, call: K, input: Parameters<Engine[K]>[0]): ReturnType<Engine[K]> {
  return page.evaluate(({ call, input }) => {
    const { enginePort } = window as unknown as { enginePort: MessagePort }
    const id = 1e6 + Math.floor(1e6 * Math.random()) // the window's own questions are not that many
    return new Promise<unknown>((resolve, reject) => {
      enginePort.addEventListener('message', function hear({ data }: MessageEvent<{ id?: number, ok: boolean, output: unknown, error: unknown }>) {
        if (data.id !== id) return
        enginePort.removeEventListener('message', hear)
        if (data.ok) resolve(data.output)
        else reject(new Error(JSON.stringify(data.error)))
      })
      enginePort.postMessage({ id, call, input })
    })
  }, { call, input: input as unknown }) as ReturnType<Engine[K]>
}

export interface CloudInside {
  readonly runId: string
  readonly epoch: number
  readonly dimension: number
  readonly values: Float32Array
  readonly errors: Float32Array
  /** (70,000 × 3), as drawn. */
  readonly positions: Float32Array
  readonly labels: Uint8Array
}

/** The cloud as the window holds it. */
export function cloudOf(page: Page): Promise<CloudInside> {
  return stored(page, 'latent', (store) => {
    const { frame, labels } = store as { frame: CloudInside, labels: Uint8Array }
    const { runId, epoch, dimension, values, errors, positions } = frame
    return { runId, epoch, dimension, values, errors, positions, labels }
  })
}

/** Numbers of the images that are selected. */
export function selectionOf(page: Page): Promise<number[]> {
  return stored(page, 'explore', store =>
    [...(store as { selection: Uint8Array }).selection].flatMap((value, index) => value === 1 ? [index] : []))
}

/** The latent vector of the place that is looked at, as exactly as it is held. */
export function subjectOf(page: Page): Promise<{ kind: string, index?: number, latent?: Float32Array }> {
  return stored(page, 'explore', (store) => {
    const { kind, index, latent } = (store as { subject: { kind: string, index?: number, latent?: Float32Array } }).subject
    return { kind, ...index === undefined ? {} : { index }, ...latent === undefined ? {} : { latent } }
  })
}

/** Where the eye stands: told when the view is left, so it is left and come back to. */
export async function cameraOf(page: Page): Promise<CameraState> {
  await page.getByTestId('nav-gallery').click()
  await page.getByTestId('points').waitFor({ state: 'detached' })
  const camera = await stored(page, 'explore', store => (store as { camera: CameraState }).camera)
  await page.getByTestId('nav-explore').click()
  await page.getByTestId('points').waitFor({ state: 'attached' })
  return camera
}

/** How the stage is looked at, for `allToScreen`. */
export async function viewOf(page: Page): Promise<ViewPort> {
  const camera = await cameraOf(page)
  const box = await page.getByTestId('stage').boundingBox()
  if (!box) throw new Error('the stage is not shown')
  const rig = new CameraRig(() => undefined, () => false)
  rig.restore(camera)
  const eye = new PerspectiveCamera()
  rig.aim(eye, box.width / box.height)
  const matrix = eye.projectionMatrix.clone().multiply(eye.matrixWorldInverse).elements
  return { matrix, width: box.width, height: box.height }
}

async function stored<T>(page: Page, name: string, read: (store: unknown) => T): Promise<T> {
  const store = await page.evaluateHandle((name) => {
    const app = document.querySelector('#app') as unknown as { __vue_app__: { config: { globalProperties: { $pinia: { _s: Map<string, unknown> } } } } }
    return app.__vue_app__.config.globalProperties.$pinia._s.get(name)
  }, name)
  return store.evaluate(read)
}
