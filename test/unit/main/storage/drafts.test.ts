/** What a killed process leaves of a run in the making goes; what anybody may still be making stays. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearDrafts, draftPath } from '../../../../src/main/storage/drafts'
import { nodeFs } from '../../../../src/main/storage/nodeFs'
import { identityOf } from '../../../../src/main/storage/processes'
import { openRunStore } from '../../../../src/main/storage/runStore'
import type { ProcessIdentity } from '../../../../src/main/storage/processes'
import { aBystander } from '../../../support/storage/bystander'
import { aFolder, treeHash } from '../../../support/storage/folders'
import { aGoneProcess } from '../../../support/storage/goneProcess'

const name = '20260101-000000-abcdef'
let folder = ''
beforeEach(() => {
  folder = aFolder()
})

/** Answers its name. */
function aDraftOf(maker: ProcessIdentity): string {
  const path = draftPath(folder, name, maker)
  mkdirSync(join(path, 'epochs/1'), { recursive: true })
  writeFileSync(join(path, 'epochs/1/weights.bin'), 'half')
  return basename(path)
}

describe('a run in the making', () => {
  it('goes where its maker is gone, with all that is in it, and nothing of a run is touched', async () => {
    const id = await aBystander(await openRunStore(folder))
    const gone = aDraftOf(await aGoneProcess())
    expect(await clearDrafts(nodeFs, folder)).toEqual([gone])
    expect(readdirSync(folder)).toEqual([id])
  })

  it.each<[string, Partial<ProcessIdentity>, boolean]>([
    ['of this very process', {}, true],
    ['of a process that lives', { pid: process.ppid, ...pick(identityOf(process.ppid)) }, true],
    ['of a process whose number another has now', { started: '1' }, false],
    ['of this computer before it was started again', { boot: 'an earlier one' }, false],
    ['of another computer', { host: 'elsewhere' }, true],
    ['of another computer before it was started again', { host: 'elsewhere', boot: 'an earlier one' }, true],
  ])('%s', async (_whose, difference, stays) => {
    const draft = aDraftOf({ ...identityOf(), ...difference })
    expect(await clearDrafts(nodeFs, folder)).toEqual(stays ? [] : [draft])
    expect(existsSync(join(folder, draft, 'epochs/1/weights.bin'))).toBe(stays)
  })

  it('is told where the system knows neither times of start nor of boot', async () => {
    const plain = (pid: number) => ({ pid, started: null, boot: null, host: 'here' })
    const gone = aDraftOf(plain((await aGoneProcess()).pid))
    expect(await clearDrafts(nodeFs, folder, plain(process.pid))).toEqual([gone])
  })

  it('is not what has another name, whatever it is', async () => {
    const made = basename(draftPath(folder, name, await aGoneProcess()))
    const names = ['.tmp-something', '.tmp-', `${made}x`, made.slice(1), `${name}.tmp-0123456789ab`]
    for (const other of names) mkdirSync(join(folder, other))
    expect(await clearDrafts(nodeFs, folder)).toEqual([])
    expect(readdirSync(folder).sort()).toEqual(names.sort())
  })

  it('that is a link goes as a link, and what it leads to stays', async () => {
    const elsewhere = aFolder()
    writeFileSync(join(elsewhere, 'dear'), 'x')
    const before = treeHash(elsewhere)
    symlinkSync(elsewhere, draftPath(folder, name, await aGoneProcess()))
    expect(await clearDrafts(nodeFs, folder)).toHaveLength(1)
    expect(readdirSync(folder)).toEqual([])
    expect(treeHash(elsewhere)).toBe(before)
  })
})

function pick({ started }: ProcessIdentity) {
  return { started }
}
