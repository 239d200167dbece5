/** The cloud and selections as files that other programs read: CSV, NPY (numpy), PLY (point clouds). Pure: rows in, bytes out. */

export interface CloudRows {
  /** Numbers in the data set: test images count from 60,000. */
  readonly ids: Int32Array
  readonly labels: ArrayLike<number>
  readonly errors: Float32Array
  /** (n, d) */
  readonly values: Float32Array
  readonly dimension: number
}

/** id,label,class,error,z1,…,zd with a header; class names are quoted. */
export function toCsv(rows: CloudRows, classNames: readonly string[]): Uint8Array {
  const { ids, labels, errors, values, dimension } = rows
  const lines = [['id', 'label', 'class', 'error', ...Array.from({ length: dimension }, (_, k) => `z${k + 1}`)].join(',')]
  ids.forEach((id, i) => {
    const label = labels[i] ?? 0
    const latent = values.subarray(i * dimension, (i + 1) * dimension)
    lines.push([id, label, quoted(classNames[label] ?? String(label)), errors[i] ?? '', ...latent].join(','))
  })
  return new TextEncoder().encode(lines.join('\n') + '\n')
}

function quoted(text: string): string {
  return `"${text.replace(/"/g, '""')}"`
}

/** A numpy file, version 1.0: little-endian float32 or int32, C order. */
export function toNpy(values: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  const type = values instanceof Float32Array ? '<f4' : '<i4'
  const dimensions = shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': ${dimensions}, }`
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10
  const header = new TextEncoder().encode(dictionary.padEnd(length - 1) + '\n')
  const bytes = new Uint8Array(10 + length + 4 * values.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]) // \x93NUMPY
  bytes.set(header, 10)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => { view[type === '<f4' ? 'setFloat32' : 'setInt32'](10 + length + 4 * i, value, true) })
  return bytes
}

/** A binary little-endian PLY: x, y, z as drawn, red, green, blue, id and label. */
export function toPly(positions: Float32Array, colours: Uint8Array, ids: Int32Array, labels: ArrayLike<number>): Uint8Array {
  const header = new TextEncoder().encode([
    'ply', 'format binary_little_endian 1.0', `element vertex ${ids.length}`,
    ...['x', 'y', 'z'].map(name => `property float ${name}`),
    ...['red', 'green', 'blue'].map(name => `property uchar ${name}`),
    'property int id', 'property uchar label', 'end_header', '',
  ].join('\n'))
  const stride = 12 + 3 + 4 + 1
  const bytes = new Uint8Array(header.length + stride * ids.length)
  bytes.set(header)
  const view = new DataView(bytes.buffer)
  ids.forEach((id, i) => {
    const at = header.length + stride * i
    for (let axis = 0; axis < 3; axis++) {
      view.setFloat32(at + 4 * axis, positions[3 * i + axis] ?? 0, true)
      bytes[at + 12 + axis] = colours[3 * i + axis] ?? 0
    }
    view.setInt32(at + 15, id, true)
    bytes[at + 19] = labels[i] ?? 0
  })
  return bytes
}
