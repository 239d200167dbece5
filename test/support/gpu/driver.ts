/** A computer that says it has NVIDIA's driver: its tool, which prints what the real one would. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `path` is what PATH must be for the tool to be found. */
export function aDriver(): { readonly path: string, remove(): void } {
  const tools = mkdtempSync(join(tmpdir(), 'lab-tools-'))
  writeFileSync(join(tools, 'nvidia-smi'), '#!/bin/sh\necho "550.54.15, A card of the tests"\n')
  chmodSync(join(tools, 'nvidia-smi'), 0o755)
  return { path: `${tools}:${process.env['PATH'] ?? ''}`, remove: () => rmSync(tools, { recursive: true, force: true }) }
}
