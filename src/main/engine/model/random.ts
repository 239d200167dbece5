/** Seeded numbers for what happens in JavaScript: initial weights and the order of images. */

export type Random = () => number

/** sfc32 (Chris Doty-Humphrey, PractRand): uniform in [0, 1), 32 bits; `stream` keeps uses of one seed apart. */
export function seededRandom(seed: number, stream: number): Random {
  let a = seed | 0
  let b = stream | 0
  let c = 0x9E3779B9
  let counter = 1
  function next() {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t | 0
    return (t >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 16; i++) next()
  return next
}

/** 0 … n − 1 in random order (Fisher and Yates). */
export function shuffled(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i] as number
    order[i] = order[j] as number
    order[j] = held
  }
  return order
}
