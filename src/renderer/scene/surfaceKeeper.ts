/** Keeps a surface to draw on: WebGL where a graphics card serves it, the processor's elsewhere and while WebGL's context is lost. */
import { RasterSurface } from './rasterSurface'
import type { Surface } from './surface'
import { createRenderer, WebglSurface, type Renderer } from './webglSurface'

export type Drawing = 'automatic' | 'webgl' | 'processor'

/** Why the processor draws: it was chosen, WebGL is not to be had, or its context was lost. */
export type Substitute = 'chosen' | 'missing' | 'lost'

export interface SurfaceOptions {
  /** Points are drawn here … */
  readonly canvas: HTMLCanvasElement
  /** … or on this, where WebGL is not to be had: a canvas gives only one kind of context in its life. */
  readonly fallback: HTMLCanvasElement
  /** `automatic` takes WebGL where a graphics card serves it, the processor where WebGL would be emulated. */
  readonly drawing?: Drawing
  readonly makeRenderer?: (canvas: HTMLCanvasElement, emulated: boolean) => Renderer
}

/** How long a lost context may take to come back before the processor steps in, in ms. */
const lossPatience = 1500

export class SurfaceKeeper {
  surface: Surface
  /** The WebGL surface while its context is lost. */
  private asleep: Surface | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Null while WebGL draws. */
  substitute: Substitute | null = null

  /** `onChange` is told that the surface is another one, or has forgotten everything. */
  constructor(private readonly options: SurfaceOptions, private readonly onChange: () => void) {
    this.surface = this.open()
    options.canvas.addEventListener('webglcontextlost', this.lose)
    options.canvas.addEventListener('webglcontextrestored', this.regain)
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.options.canvas.removeEventListener('webglcontextlost', this.lose)
    this.options.canvas.removeEventListener('webglcontextrestored', this.regain)
    this.surface.dispose()
    this.asleep?.dispose()
  }

  private open(): Surface {
    const { drawing = 'automatic', makeRenderer = createRenderer, canvas } = this.options
    if (drawing === 'processor') return this.openFallback('chosen')
    try {
      return new WebglSurface(makeRenderer(canvas, drawing === 'webgl'))
    } catch {
      return this.openFallback('missing')
    }
  }

  private openFallback(why: Substitute): Surface {
    const context = this.options.fallback.getContext('2d', { willReadFrequently: true }) // kept by the processor
    if (!context) throw new RangeError('this window gives neither a WebGL nor a 2-D canvas')
    this.substitute = why
    return new RasterSurface(this.options.fallback, context)
  }

  private readonly lose = (event: Event): void => {
    event.preventDefault() // asks the browser to restore it
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (this.surface.kind !== 'webgl') return
      this.asleep = this.surface
      this.surface = this.openFallback('lost')
      this.onChange()
    }, lossPatience)
  }

  private readonly regain = (): void => {
    clearTimeout(this.timer)
    if (this.asleep) {
      this.surface.dispose()
      this.surface = this.asleep
      this.asleep = this.substitute = null
    }
    this.onChange()
  }
}
