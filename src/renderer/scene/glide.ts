/** Things that go from where they were to where they are, in 200 ms, slow at both ends. */
export const glideMs = 200

export class Glide {
  private start = NaN
  private isOn = false

  /** The time begins with the next frame. */
  begin(): void {
    this.start = NaN
    this.isOn = true
  }

  stop(): void {
    this.isOn = false
  }

  get isRunning(): boolean {
    return this.isOn
  }

  /** How far it is at a frame's time, 0 to 1; 1 is its end. */
  advance(time: number): number {
    if (Number.isNaN(this.start)) this.start = time
    const t = Math.min(1, Math.max(0, (time - this.start) / glideMs))
    this.isOn = t < 1
    return t * t * (3 - 2 * t)
  }
}
