/** Stop watches in the explorer's page. They are text: what tsx makes of an inner function does not run in a page. */
import type { Page } from '@playwright/test'

/**
 * What is drawn is seen from outside, on the canvases themselves: the overlay is cleared once in every frame of the scene, and a decoded
 * picture is put on a canvas of its own. A time ends with the browser's frame that shows it.
 */
const stopwatch = `
  window.bench = {
    frames: 0, pictures: 0, begun: NaN,
    stage: () => document.querySelector('[data-testid=stage]'),
    overlay: () => document.querySelector('[data-testid=overlay]'),
    waiting: [],
    told(what) {
      const done = bench.waiting.filter(one => one.what === what && one.isDue())
      bench.waiting = bench.waiting.filter(one => !done.includes(one))
      const tell = () => done.forEach(({ resolve }) => resolve(performance.now() - bench.begun))
      if (what === 'frames') tell() // the scene draws while the browser makes a frame
      else requestAnimationFrame(tell) // a picture is shown with the next one
    },
    /** Milliseconds from the last press to the frame that shows the next 'frames' or 'pictures'. */
    until: (what, isDue = () => true) => new Promise(resolve => bench.waiting.push({ what, isDue, resolve })),
    nextFrame: () => new Promise(resolve => requestAnimationFrame(() => resolve(performance.now()))),
    point(type, x, y, buttons) {
      const box = bench.overlay().getBoundingClientRect()
      const at = { clientX: box.left + x * box.width, clientY: box.top + y * box.height }
      bench.overlay().dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, button: 0, buttons, ...at }))
    },
    /** A drag round an ellipse, a step a frame; the milliseconds of each frame. */
    async drag(frames, radius) {
      const place = i => [0.5 + radius * Math.cos(i / 12), 0.5 + radius * Math.sin(i / 12)]
      bench.point('pointerdown', ...place(0), 1)
      bench.point('pointermove', ...place(-1), 1)
      const times = []
      let before = await bench.nextFrame()
      for (let i = 1; i <= frames; i++) {
        bench.point('pointermove', ...place(i), 1)
        const now = await bench.nextFrame()
        times.push(now - before)
        before = now
      }
      bench.point('pointerup', ...place(frames), 0)
      return times
    },
  }
  for (const type of ['pointerup', 'keydown']) addEventListener(type, event => { if (event.isTrusted) bench.begun = event.timeStamp }, true)
  const { putImageData, clearRect } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.putImageData = function (...all) {
    putImageData.apply(this, all)
    if (this.canvas.dataset?.testid !== 'decoded') return
    bench.pictures++
    bench.told('pictures')
  }
  CanvasRenderingContext2D.prototype.clearRect = function (...all) {
    clearRect.apply(this, all)
    if (this.canvas.dataset?.testid !== 'overlay') return
    bench.frames++
    bench.told('frames')
  }`

export async function installStopwatch(page: Page): Promise<void> {
  await page.evaluate(stopwatch)
}
