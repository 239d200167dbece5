/** Grey pictures as PNG files. */

/** Bytes of a PNG; `pixels` are rows of `width`, each pixel becomes `scale` × `scale`. */
export async function greyPng(pixels: Uint8Array, width: number, scale: number): Promise<Uint8Array> {
  const height = pixels.length / width
  const small = new OffscreenCanvas(width, height)
  const rgba = new Uint8ClampedArray(4 * pixels.length)
  pixels.forEach((value, at) => rgba.set([value, value, value, 255], 4 * at))
  small.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  const large = new OffscreenCanvas(width * scale, height * scale)
  const context = large.getContext('2d')
  if (!context) throw new RangeError('this window gives no canvas')
  context.imageSmoothingEnabled = false
  context.drawImage(small, 0, 0, large.width, large.height)
  const blob = await large.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}
