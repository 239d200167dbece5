/** The least of an ELF program that has a search path: header, two segments, a dynamic section, its strings. */

const [loadAt, stringsAt, dynamicAt, length] = [0x1000, 256, 512, 640] // of the segment in memory; the rest in the file

export function anAddon(searchPath: string | null, tag = 29): Buffer {
  const program = Buffer.alloc(length)
  program.write('\x7fELF\x02\x01\x01', 0, 'latin1')
  program.writeBigUInt64LE(64n, 32)
  program.writeUInt16LE(56, 54)
  program.writeUInt16LE(2, 56)
  segment(program, 64, 1, 0, loadAt, length)
  segment(program, 120, 2, dynamicAt, loadAt + dynamicAt, 64)
  program.write(`\0libtensorflow_cc.so.2\0${searchPath ?? ''}\0`, stringsAt, 'latin1')
  const entries = [[1, 1], [5, loadAt + stringsAt], ...searchPath === null ? [] : [[tag, 23]], [0, 0]]
  entries.flat().forEach((value, i) => program.writeBigUInt64LE(BigInt(value), dynamicAt + 8 * i))
  return program
}

export function searchPathIn(program: Buffer): string {
  return program.toString('latin1', stringsAt + 23, program.indexOf(0, stringsAt + 23))
}

function segment(program: Buffer, at: number, kind: number, offset: number, address: number, size: number) {
  program.writeUInt32LE(kind, at)
  for (const [i, value] of [offset, address, address, size, size].entries()) program.writeBigUInt64LE(BigInt(value), at + 8 + 8 * i)
}
