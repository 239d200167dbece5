/** The ten marker shapes as small pictures of coverage, for drawing without a graphics card. The same outlines as in pointShaders.ts. */

/** Pixels of one mark around its middle, fullest first. */
export interface Mark {
  /** Half the side of the square that holds it. */
  readonly reach: number
  readonly dx: Int8Array
  readonly dy: Int8Array
  /** 1 to 256. */
  readonly cover: Uint16Array
}

/** Signed distance to a shape in a square from −1 to 1: negative inside. */
export function shapeDistance(shape: number, x: number, y: number): number {
  switch (shape) {
    case 1: return triangle(x, y + 0.15)
    case 2: return Math.max(Math.abs(x), Math.abs(y)) - 0.76
    case 3: return (Math.abs(x) + Math.abs(y) - 0.98) * Math.SQRT1_2
    case 4: return bar(x, y)
    case 5: return bar((x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2)
    case 6: return star(x, y)
    case 7: return Math.max(Math.abs(y), Math.abs(x) * 0.866 + Math.abs(y) * 0.5) - 0.8
    case 8: return Math.abs(Math.hypot(x, y) - 0.64) - 0.26
    case 9: return triangle(x, -y + 0.15)
    default: return Math.hypot(x, y) - 0.86
  }
}

function triangle(x: number, y: number): number {
  return Math.max(-y, Math.abs(x) * 0.866 + y * 0.5) - 0.52
}

function bar(x: number, y: number): number {
  const [a, b] = [Math.abs(x), Math.abs(y)]
  return Math.min(Math.max(a - 0.95, b - 0.32), Math.max(a - 0.32, b - 0.95))
}

function star(x: number, y: number): number {
  const sector = 2 * Math.PI / 5
  const turned = Math.atan2(x, y) + sector / 2
  const angle = turned - Math.floor(turned / sector) * sector - sector / 2
  const far = Math.hypot(x, y)
  return ((far * Math.cos(angle) - 1) * 0.588 + far * Math.abs(Math.sin(angle)) * 0.62) / Math.hypot(0.588, 0.62)
}

/** A mark of `diameter` pixels; below 3 pixels every shape is a square. */
export function makeMark(shape: number, diameter: number): Mark {
  const reach = Math.ceil(diameter / 2)
  const found: { dx: number, dy: number, cover: number }[] = []
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const cover = diameter < 3 ? squareCover(dx, dy, diameter) : coverOf(shape, dx, dy, diameter)
      if (cover > 40) found.push({ dx, dy, cover })
    }
  }
  found.sort((a, b) => b.cover - a.cover)
  return {
    reach,
    dx: Int8Array.from(found, ({ dx }) => dx),
    dy: Int8Array.from(found, ({ dy }) => dy),
    cover: Uint16Array.from(found, ({ cover }) => cover),
  }
}

function coverOf(shape: number, dx: number, dy: number, diameter: number): number {
  const unit = 2 / diameter
  const cover = 0.5 - shapeDistance(shape, dx * unit, -dy * unit) / unit
  return Math.round(256 * Math.min(1, Math.max(0, cover)))
}

function squareCover(dx: number, dy: number, diameter: number): number {
  return dx >= 0 && dy >= 0 && dx < diameter && dy < diameter ? 256 : 0
}
