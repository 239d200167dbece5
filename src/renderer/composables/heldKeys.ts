/** Keys that go on while they are held: what moves by them moves with every frame, not in jumps with the keyboard's repeats. */
interface Held {
  move(steps: number): void
  /** Steps a second. */
  readonly rate: number
  /** Of the one step that each press makes, however short. */
  owed: number
  isDown: boolean
}

/** The first frame's share of time, and the most that a late one makes up for, in seconds. */
const [shortest, longest] = [1 / 60, 0.1]

export class HeldKeys {
  private readonly held = new Map<string, Held>()
  private frame = 0
  private last = NaN

  /** Where motion is not welcome each press, and each repeat, is one step. */
  constructor(private readonly isMotionWelcome: () => boolean) {}

  press(key: string, rate: number, move: (steps: number) => void): void {
    if (!this.isMotionWelcome()) return move(1)
    const before = this.held.get(key)
    if (before?.isDown) return // a repeat
    if (before) pay(before) // with another modifier it may mean another movement
    this.held.set(key, { move, rate, owed: 1, isDown: true })
    if (this.frame === 0) this.frame = requestAnimationFrame(this.step)
  }

  release(key: string): void {
    const held = this.held.get(key)
    if (held) held.isDown = false
  }

  /** Makes at once what is owed, for what depends on where it leads. */
  settle(): void {
    for (const held of this.held.values()) pay(held)
  }

  /** Nothing moves any more. */
  stop(): void {
    cancelAnimationFrame(this.frame)
    this.held.clear()
    this.frame = 0
    this.last = NaN
  }

  private readonly step = (time: number): void => {
    const seconds = Number.isNaN(this.last) ? shortest : Math.min(longest, (time - this.last) / 1000)
    this.last = time
    for (const [key, held] of this.held) {
      const due = held.rate * seconds
      const steps = held.isDown ? due : Math.min(held.owed, due)
      held.owed = Math.max(0, held.owed - steps)
      if (steps > 0) held.move(steps)
      if (!held.isDown && held.owed === 0) this.held.delete(key)
    }
    this.frame = 0
    if (this.held.size === 0) this.last = NaN
    else this.frame = requestAnimationFrame(this.step)
  }
}

function pay(held: Held): void {
  const { owed } = held
  held.owed = 0
  if (owed > 0) held.move(owed)
}
