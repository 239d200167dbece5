/** Clouds for the tests, the same at every run. */

/** Numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

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
