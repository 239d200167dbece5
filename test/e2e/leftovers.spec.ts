/** What killed processes have left in the user's data goes at a start; what somebody may still be writing stays. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { draftPath } from '../../src/main/storage/drafts'
import { identityOf } from '../../src/main/storage/processes'
import { apps, expect, launchLab, test } from '../support/lab'
import { eventually } from '../support/processes'
import { aGoneProcess } from '../support/storage/goneProcess'

test('the drafts of killed imports and of killed writes of settings are cleared away at a start, and the log says so', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'lab-data-'))
  const runs = join(userData, 'runs')
  const gone = await aGoneProcess()
  const alive = draftPath(runs, '20260101-000000-abcdef', identityOf(process.pid))
  for (const draft of [alive, draftPath(runs, '20260101-000000-abcdef', gone)]) mkdirSync(join(draft, 'epochs'), { recursive: true })
  const unfinished = (pid: number) => `.settings.json.${pid}-01234567-89ab-cdef-0123-456789abcdef.tmp`
  for (const pid of [gone.pid, process.pid]) writeFileSync(join(userData, unfinished(pid)), '{')
  const hidden = () => [...readdirSync(runs), ...readdirSync(userData).filter(name => name.endsWith('.tmp'))]
  expect(hidden()).toHaveLength(4)
  const lab = await launchLab({ userData, folder: apps.fakeEngine })
  await eventually('they are gone', () => hidden().length === 2)
  expect(hidden()).toEqual([basename(alive), unfinished(process.pid)])
  await lab.close()
  const log = readFileSync(join(userData, 'logs/main.log'), 'utf8')
  expect(log).toContain('1 unfinished run(s) were cleared away')
  expect(log).toContain(`unfinished files were cleared away: ${unfinished(gone.pid)}`)
  rmSync(userData, { recursive: true, force: true })
})
