/** Clouds for the tests, the same at every run. */
import { seeded } from '@shared/domain/seeded'

/** `count` points of `blobs` round clusters. */
export function someCloud(count: number, seed = 1, blobs = 10): { positions: Float32Array, labels: Uint8Array } {
  const random = seeded(seed)
  const gauss = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
  const centres = Array.from({ length: blobs }, () => [6 * random() - 3, 6 * random() - 3, 6 * random() - 3])
  const positions = new Float32Array(3 * count)
  const labels = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const label = i % blobs
    labels[i] = label
    for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = (centres[label]?.[axis] ?? 0) + 0.5 * gauss()
  }
  return { positions, labels }
}
