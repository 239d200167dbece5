/** A selection box without a pointer: laid on the stage, moved and extended by arrow keys, applied or put away. */
import { boxPolygon, type ScreenPolygon } from '@shared/domain/latent/selecting'
import type { Direction } from '@shared/domain/latent/walking'
import type { LatentScene } from '../scene/latentScene'

interface Place {
  readonly x: number
  readonly y: number
}

/** CSS pixels that a press moves or extends it, and the least that it is wide and high. */
const [stride, least] = [16, 8]

export class KeyboardBox {
  private on: LatentScene | null = null
  private box = { left: 0, top: 0, width: 0, height: 0 }

  isLaidOn(scene: LatentScene): boolean {
    return this.on === scene
  }

  /** A quarter of the stage around a place. */
  lay(scene: LatentScene, around: Place | null): void {
    const { width, height } = scene.view()
    const { x, y } = around ?? { x: width / 2, y: height / 2 }
    this.on = scene
    this.draw({ left: x - width / 8, top: y - height / 8, width: width / 4, height: height / 4 })
  }

  move([right, down]: Direction, steps: number): void {
    this.draw({ ...this.box, left: this.box.left + right * stride * steps, top: this.box.top + down * stride * steps })
  }

  /** Moves the right and the lower edge. */
  extend([right, down]: Direction, steps: number): void {
    this.draw({ ...this.box, width: this.box.width + right * stride * steps, height: this.box.height + down * stride * steps })
  }

  /** The corners of what was drawn, which is put away. */
  take(): ScreenPolygon {
    const { left, top, width, height } = this.box
    this.putAway()
    return boxPolygon(left, top, left + width, top + height)
  }

  putAway(): void {
    this.on?.annotate({ outline: null })
    this.on = null
  }

  /** Within the stage. */
  private draw({ left, top, width, height }: typeof this.box): void {
    if (!this.on) return
    const stage = this.on.view()
    const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value))
    const [wide, high] = [within(width, least, stage.width), within(height, least, stage.height)]
    this.box = { left: within(left, 0, stage.width - wide), top: within(top, 0, stage.height - high), width: wide, height: high }
    const { left: x, top: y } = this.box
    this.on.annotate({ outline: boxPolygon(x, y, x + wide, y + high) })
  }
}
