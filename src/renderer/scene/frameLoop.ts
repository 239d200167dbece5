/** Draws with the browser's frames: once for any number of wishes, and on while something moves. */
export class FrameLoop {
  private frame = 0
  private isOver = false

  /** `draw` answers whether another frame should follow. */
  constructor(private readonly draw: (time: number) => boolean) {}

  request(): void {
    if (this.frame !== 0 || this.isOver) return
    this.frame = requestAnimationFrame(this.step)
  }

  dispose(): void {
    this.isOver = true
    cancelAnimationFrame(this.frame)
  }

  private readonly step = (time: number): void => {
    this.frame = 0
    if (this.draw(time)) this.request()
  }
}
