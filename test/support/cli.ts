/** The command line as its user meets it: a process of its own, with its exit code and what it prints. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ended: what it printed where, and its exit code (null where a signal ended it). */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  /** What it has printed so far. */
  readonly stdout: () => string
}

export interface Lab {
  start(...args: string[]): Running
  run(...args: string[]): Promise<Ended>
  /** The same command in another environment. */
  with(env: Readonly<Record<string, string>>): Lab
}

/**
 * Bundles the command alone, in a second or two: the whole build belongs to another stage.
 * The bundle lies within the project, where it finds packages and what set-up noted.
 */
export async function buildLab(): Promise<Lab> {
  const folder = join(root, 'test-results/cli')
  mkdirSync(folder, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
    build: {
      ssr: join(root, 'src/main/cli/index.ts'),
      outDir: folder,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'lab.js' } },
    },
  })
  return labOf(join(folder, 'lab.js'), {})
}

function labOf(script: string, env: Readonly<Record<string, string>>): Lab {
  const start = (...args: string[]) => follow(spawn(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, ...env } }))
  return { start, run: (...args) => start(...args).ended, with: more => labOf(script, { ...env, ...more }) }
}

function follow(child: ChildProcessWithoutNullStreams): Running {
  let [stdout, stderr] = ['', '']
  child.stdin.end()
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
  return { process: child, ended, stdout: () => stdout }
}
