/** How large the tiles are: the largest whole multiple at which all fit, but not below twice; then they scroll. */
import { sideOf } from '../pictures/scale'

const padding = 6
const gap = 4
/** The line below a picture. */
const caption = 18
const scrollbar = 14
const multiples = { least: 2, most: 8 }

export function gridScale(count: number, parts: number, width: number, height: number, density = devicePixelRatio) {
  for (let multiple = multiples.most * Math.ceil(density); multiple > multiples.least * density; multiple--) {
    const fitted = at(multiple)
    if (fitted.columns >= 1 && Math.ceil(count / fitted.columns) * fitted.tileHeight <= height) return fitted
  }
  return at(Math.ceil(multiples.least * density))

  function at(multiple: number) {
    const side = sideOf(multiple, density)
    const tileWidth = side * parts + padding + gap
    return { side, columns: Math.max(1, Math.floor((width - scrollbar) / tileWidth)), tileHeight: side + caption + padding + gap }
  }
}
