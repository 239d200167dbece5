/** Fashion-MNIST in numbers and words. */
export const imageSide = 28
export const imagePixels = imageSide * imageSide // 784
export const splitSizes = { train: 60_000, test: 10_000 } as const

export const splits = ['train', 'test'] as const
export type Split = (typeof splits)[number]

/** Class k is the k-th name, in the order of the authors' README. */
export const classNames = [
  'T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot',
] as const

/** A class's name; its number where it has none. */
export function nameOfClass(label: number): string {
  return classNames[label] ?? String(label)
}

/** The lesson's gallery: the first five training images, in order. */
export const seedGallery = [0, 1, 2, 3, 4] as const
