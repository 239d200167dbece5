/** The Python environment of the peers: made once, in the per-user cache. A library that cannot be had makes its peers be left out. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startWorker } from '../worker'
import type { Worker } from '../worker'

export type Library = 'torch' | 'tensorflow-cpu'

const packages: Readonly<Record<Library, readonly string[]>> = {
  'torch': ['torch==2.13.0', 'numpy'],
  'tensorflow-cpu': ['tensorflow-cpu==2.21.0', 'numpy'],
}

const run = promisify(execFile)

/** Environment of every peer: our sources stay free of Python's caches. */
const quiet = { PYTHONDONTWRITEBYTECODE: '1', TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' }

export interface Python {
  /** Null where the library is there; else why not, in a sentence. */
  lacks(library: Library): string | null
  /** A peer that answers: a file of bench/peers by name. */
  start(peer: string): Promise<Worker>
  /** Runs a program of bench/peers to its end and answers its seconds. */
  time(peer: string, ...args: string[]): Promise<number>
}

export async function preparePython(tell: (text: string) => void): Promise<Python> {
  const folder = join(process.env['LATENT_LAB_CACHE'] ?? join(homedir(), '.cache/latent-lab'), 'bench-python')
  const python = join(folder, 'bin/python')
  const missing = new Map<Library, string>()
  for (const library of Object.keys(packages) as Library[]) {
    const reason = await bring(library).catch((error: unknown) => reasonOf(error))
    if (reason) missing.set(library, `${library} could not be installed: ${reason}`)
  }

  async function bring(library: Library): Promise<null> {
    if (!existsSync(python)) {
      tell(`Making a Python environment in ${folder} …`)
      await run('python3', ['-m', 'venv', folder])
    }
    if (await isThere(python, packages[library])) return null
    tell(`Installing ${packages[library].join(' ')} …`)
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages[library]], { maxBuffer: 2 ** 26 })
    return null
  }

  const data = process.env['LATENT_LAB_DATA'] ?? ''
  const file = (peer: string) => join('bench/peers', `${peer}.py`)
  return {
    lacks: library => missing.get(library) ?? null,
    start: peer => startWorker(python, [file(peer), data], quiet),
    async time(peer, ...args) {
      const before = performance.now()
      await run(python, [file(peer), data, ...args], { env: { ...process.env, ...quiet } })
      return (performance.now() - before) / 1000
    },
  }
}

/** A version with a local part ("2.13.0+cpu") is the version. */
async function isThere(python: string, wanted: readonly string[]): Promise<boolean> {
  const script = 'import sys, importlib.metadata as m\n'
    + 'for name, _, version in (w.partition("==") for w in sys.argv[1:]):\n    assert not version or m.version(name).split("+")[0] == version'
  return run(python, ['-c', script, ...wanted]).then(() => true, () => false)
}

function reasonOf(error: unknown): string {
  const lines = String((error as { stderr?: string }).stderr ?? error).trim().split('\n')
  return lines.at(-1) ?? 'for no reason that was told.'
}
