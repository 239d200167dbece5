/**
 * A copy of TensorFlow's addon that finds the libraries beside itself. The addon carries one search path (DT_RUNPATH), which points at the CPU
 * build; in the copy it is overwritten by `$ORIGIN`, the shortest there is. Nothing then depends on the environment of whoever loads it.
 */
import { readFile } from 'node:fs/promises'
import { LabError } from '@shared/errors'
import { writeWhole } from '../../wholeFile'

const origin = '$ORIGIN'
const kinds = { load: 1, dynamic: 2 }
const tags = { none: 0, strings: 5, rpath: 15, runpath: 29 }

/** E_IO, E_FORMAT or E_UNSUPPORTED where the addon is not one that can be redirected. */
export async function copyBinding(from: string, to: string): Promise<void> {
  await writeWhole(to, searchBeside(await readFile(from)))
}

/** The same program with `$ORIGIN` for its search path. Little-endian ELF of 64 bits, as on every system that CUDA's wheels are for. */
export function searchBeside(program: Buffer): Buffer {
  if (program.length < 64 || program.readUInt32BE(0) !== 0x7f454c46 || program[4] !== 2 || program[5] !== 1)
    throw new LabError('E_FORMAT', 'TensorFlow\'s addon is not a program of this system, so it cannot be led to the GPU build.')
  const patched = Buffer.from(program)
  const at = searchPathOf(patched)
  const end = at === null ? -1 : patched.indexOf(0, at)
  if (at === null || end - at < origin.length)
    throw new LabError('E_UNSUPPORTED', 'TensorFlow\'s addon has no search path of its own, so it cannot be led to the GPU build.')
  patched.write(`${origin}\0`, at, 'latin1')
  return patched
}

/** The offset of the search path's text; null where there is none. */
function searchPathOf(program: Buffer): number | null {
  const segments = segmentsOf(program)
  const dynamic = segments.find(({ kind }) => kind === kinds.dynamic)
  if (!dynamic) return null
  const entries = new Map<number, number>()
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.size; at += 16) {
    const tag = word(program, at)
    if (tag === tags.none) break
    entries.set(tag, word(program, at + 8))
  }
  const strings = entries.get(tags.strings)
  const name = entries.get(tags.runpath) ?? entries.get(tags.rpath)
  if (strings === undefined || name === undefined) return null
  const home = segments.find(({ kind, address, size }) => kind === kinds.load && strings >= address && strings < address + size)
  return home ? home.offset + strings - home.address + name : null
}

function segmentsOf(program: Buffer) {
  const [table, entrySize, count] = [word(program, 32), program.readUInt16LE(54), program.readUInt16LE(56)]
  return Array.from({ length: count }, (_, i) => table + i * entrySize).filter(at => at + 56 <= program.length).map(at => ({
    kind: program.readUInt32LE(at), offset: word(program, at + 8), address: word(program, at + 16), size: word(program, at + 32),
  }))
}

function word(program: Buffer, at: number): number {
  return Number(program.readBigUInt64LE(at))
}
