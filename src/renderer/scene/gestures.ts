/** What a hand does on the scene, told as what it means. Which drag means what depends on the tool. */

export type Tool = 'navigate' | 'probe' | 'box' | 'lasso' | 'path'

export interface GestureHandlers {
  /** Radians. */
  onOrbit(byAzimuth: number, byElevation: number): void
  /** Parts of the picture's height. */
  onPan(right: number, up: number): void
  /** Factor; the place under (x, y) stays. */
  onZoom(factor: number, x: number, y: number): void
  onHover(x: number, y: number): void
  onLeave(): void
  onClick(x: number, y: number, event: PointerEvent): void
  /** Whether a drag that starts here takes the probe's handle. */
  grabsProbe(x: number, y: number): boolean
  onProbeDrag(x: number, y: number): void
  /** Corners so far; `done` at the end. */
  onOutline(corners: readonly (readonly [number, number])[], done: boolean, event: PointerEvent): void
  onHold(isHeld: boolean): void
}

type Drag = 'orbit' | 'pan' | 'probe' | 'box' | 'lasso'

/** Pixels a press may wander and still be a click. */
const clickSlack = 4
const radiansPerPixel = 0.006

export class Gestures {
  tool: Tool = 'navigate'
  isFlat = false
  private drag: Drag | null = null
  private start: readonly [number, number] = [0, 0]
  private last: readonly [number, number] = [0, 0]
  private hasMoved = false
  private corners: (readonly [number, number])[] = []
  private readonly undo: (() => void)[] = []

  constructor(private readonly element: HTMLElement, private readonly on: GestureHandlers) {
    this.listen('pointerdown', event => this.press(event))
    this.listen('pointermove', event => this.move(event))
    this.listen('pointerup', event => this.release(event))
    this.listen('pointercancel', event => this.release(event))
    this.listen('pointerleave', () => this.on.onLeave())
    this.listen('wheel', event => this.turnWheel(event), { passive: false })
    this.listen('contextmenu', event => event.preventDefault())
  }

  dispose(): void {
    for (const stop of this.undo) stop()
  }

  private listen<K extends keyof HTMLElementEventMap>(
    type: K, heed: (event: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions,
  ): void {
    this.element.addEventListener(type, heed, options)
    this.undo.push(() => this.element.removeEventListener(type, heed, options))
  }

  private press(event: PointerEvent): void {
    const at = this.placeOf(event)
    this.drag = this.meaningOf(event, at)
    this.start = this.last = at
    this.hasMoved = false
    this.corners = [at]
    this.element.setPointerCapture(event.pointerId)
    this.on.onHold(true)
  }

  private meaningOf(event: PointerEvent, [x, y]: readonly [number, number]): Drag {
    if (event.button !== 0 || event.ctrlKey) return 'pan'
    if (this.on.grabsProbe(x, y)) return 'probe'
    if (this.tool === 'box' || this.tool === 'lasso') return this.tool
    if (this.tool === 'probe' || event.shiftKey || this.isFlat) return this.tool === 'probe' ? 'probe' : 'pan'
    return 'orbit'
  }

  private move(event: PointerEvent): void {
    const at = this.placeOf(event)
    if (!this.drag) return this.on.onHover(...at)
    if (!this.hasMoved && Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) < clickSlack) return
    this.hasMoved = true
    const [dx, dy] = [at[0] - this.last[0], at[1] - this.last[1]]
    this.last = at
    this.carry(at, dx, dy, event)
  }

  private carry(at: readonly [number, number], dx: number, dy: number, event: PointerEvent): void {
    const height = this.element.clientHeight || 1
    switch (this.drag) {
      case 'orbit': return this.on.onOrbit(-dx * radiansPerPixel, dy * radiansPerPixel)
      case 'pan': return this.on.onPan(-dx / height, dy / height)
      case 'probe': return this.on.onProbeDrag(...at)
      case 'lasso':
        this.corners.push(at)
        return this.on.onOutline(this.corners, false, event)
      case 'box':
        this.corners = [this.start, [at[0], this.start[1]], at, [this.start[0], at[1]]]
        return this.on.onOutline(this.corners, false, event)
      case null:
    }
  }

  private release(event: PointerEvent): void {
    const drag = this.drag
    this.drag = null
    this.on.onHold(false)
    if (!drag) return
    if (!this.hasMoved && event.type === 'pointerup') return this.on.onClick(...this.start, event)
    if (drag === 'box' || drag === 'lasso') this.on.onOutline(event.type === 'pointerup' ? this.corners : [], true, event)
  }

  private turnWheel(event: WheelEvent): void {
    event.preventDefault()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    this.on.onZoom(Math.exp(Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0015), ...this.placeOf(event))
  }

  private placeOf(event: MouseEvent): readonly [number, number] {
    const box = this.element.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
}
