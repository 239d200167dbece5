/**
 * How the cloud of each epoch is turned so as to lie like that of the epoch beside it. Decided once for a run and epoch, from the nearest
 * epoch that has its rotation, and kept: whichever way one comes to an epoch again, it lies as it did.
 */
import { align, helps, identity, moveRigid, type Rotation } from '@shared/domain/latent/procrustes'

/** One in so many points stands for the cloud: some 3,000 of 70,000. */
const stride = 23
/** Epochs that are remembered, at some 36 kB each. */
const most = 300

interface Turned {
  readonly rotation: Rotation
  /** Some of the points as they are drawn: (n × 3). */
  readonly places: Float32Array
}

export class Turning {
  private readonly epochs = new Map<number, Turned>()
  private runId = ''

  /** `positions` (N × 3) of this epoch before they are turned. */
  rotationOf(runId: string, epoch: number, positions: Float32Array): Rotation {
    if (runId !== this.runId) this.forget()
    this.runId = runId
    const known = this.epochs.get(epoch)
    if (known) return known.rotation
    const places = thinned(positions)
    const near = this.nearest(epoch)
    const alignment = near && align(places, near.places)
    const rotation = alignment && helps(alignment) ? alignment.rotation : identity
    this.epochs.set(epoch, { rotation, places: moveRigid(rotation, places) })
    for (const oldest of this.epochs.keys()) {
      if (this.epochs.size <= most) break
      this.epochs.delete(oldest)
    }
    return rotation
  }

  forget(): void {
    this.epochs.clear()
  }

  /** Of two that are equally near, the earlier one. */
  private nearest(epoch: number): Turned | null {
    let [best, least] = [null as Turned | null, Infinity]
    for (const [other, turned] of this.epochs) {
      const far = Math.abs(other - epoch) - (other < epoch ? 0.5 : 0)
      if (far < least) [best, least] = [turned, far]
    }
    return best
  }
}

function thinned(positions: Float32Array): Float32Array {
  const some = new Float32Array(3 * Math.ceil(positions.length / 3 / stride))
  for (let i = 0; i < some.length / 3; i++) some.set(positions.subarray(3 * stride * i, 3 * stride * i + 3), 3 * i)
  return some
}
