import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { diagnostics } from '../../../src/main/diagnostics'
import { redact } from '../../../src/main/redact'

vi.mock('electron', () => ({ app: {} }))

const jane = {
  folders: ['/home/jane doe/.config/LatentLab', '/home/jane doe/lab', 'C:\\Users\\Jane\\AppData\\Roaming\\LatentLab', '/media/usb/Jane\'s lab (old)'],
  user: 'jane', host: 'janes-laptop.example',
}
const clean = (text: string) => redact(text, jane)

describe('redacting', () => {
  it.each([
    ['Error: ENOENT, open \'/home/jane doe/.config/LatentLab/runs/a/run.json\'', 'Error: ENOENT, open \'…/run.json\''],
    ['    at start (/home/jane doe/lab/out/main/index.js:12:3)', '    at start (…/index.js:12:3)'],
    ['    at file:///mnt/work/Jane/out/main/index.js:1:2', '    at …/index.js:1:2'],
    ['kept as /srv/people/jane/photos/holiday.png.', 'kept as ….'],
    ['C:\\Users\\Jane\\AppData\\Roaming\\LatentLab\\logs\\main.log grows', '…/main.log grows'],
    ['the engine of JANE on janes-laptop.example said so', 'the engine of … on … said so'],
    ['janet is another', 'janet is another'],
    ['app://lab/index.html loads, 3/4 of it at 12.5 MB/s', 'app://lab/index.html loads, 3/4 of it at 12.5 MB/s'],
    ['EACCES: permission denied, open \'/media/usb/My Passport/Tax 2025 Jane/runs/a/run.json\'', 'EACCES: permission denied, open \'…/run.json\''],
    ['The folder /media/usb/My Passport/Tax 2025 Jane/runs could not be read.', 'The folder ….'],
    ['could not read /media/usb/My Passport/Tax, 2025/run.json: EIO, no answer', 'could not read …/run.json: EIO, no answer'],
    ['rename \'/srv/Jane\'s tax/a.bin\' -> \'/srv/Students\' work/secret\'', 'rename \'…\''],
    ['Error at "/srv/Jane\'s "tax"/secret", so it was left', 'Error at "…", so it was left'],
    ['kept /media/usb/Jane\'s lab (old)/runs/a/run.json (3 of 4)', 'kept …/run.json (3 of 4)'],
    ['/media/usb/Jane\'s lab (old) tax/secret', '…'],
    ['    at start (/srv/Jane (old)/tax 2025/index.js:12:3)', '    at start (…/index.js:12:3)'],
    ['at D:\\Tax 2025\\Jane\\main.log Doe', 'at …'],
    ['folder:/srv/Tax 2025/secret', 'folder:…'],
  ])('%s → %s', (text, told) => expect(clean(text)).toBe(told))

  it('leaves no part of a name in a thousand lines of it', () => {
    const shapes = ['/home/jane doe/x', '"/home/jane doe"', '(/media/jane/usb/a.bin)', '\'/media/Users\' home/jane doe.json\'', 'file:///home/jane%20doe/y', 'C:\\Users\\Jane\\z', 'user=jane', 'JANE:1', '~jane/']
    const text = Array.from({ length: 1000 }, (_, n) => `${n} ${shapes[n % shapes.length]}`).join('\n')
    expect(clean(text)).not.toMatch(/jane|doe|home|media|users/i)
    expect(clean(text).split('\n')).toHaveLength(1000)
  })

  it('is quick with a line that was made to be slow', () => {
    const begin = performance.now()
    clean('/a'.repeat(50_000) + ' ' + '\\'.repeat(50_000) + 'file://' + '/'.repeat(50_000))
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})

describe('the diagnostics', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab-diagnostics-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  it('tell the facts and the end of each log, and nobody\'s name or folder', () => {
    const { username } = userInfo()
    const said = [...Array(200).keys()].map(n => `line ${n} of ${username} on ${hostname()} in ${homedir()}/secret at ${folder}`)
    writeFileSync(join(folder, 'main.log'), said.join('\n'))
    const text = diagnostics({ facts: { 'Latent Lab': '0.1.0', 'device': 'A card' }, logFolder: folder, folders: [homedir(), folder] })
    expect(text).toContain('Latent Lab: 0.1.0\ndevice: A card\n')
    expect(text).toContain('line 199')
    expect(text).not.toContain('line 100 ')
    expect(text).toContain('--- engine.log ---\n(none)')
    for (const secret of [homedir(), folder, hostname(), `of ${username} on`, 'secret']) expect(text).not.toContain(secret)
    expect(text.length).toBeLessThan(1_000_000)
  })

  it('are there also where the logs cannot be read', () => {
    mkdirSync(join(folder, 'main.log'))
    expect(diagnostics({ facts: {}, logFolder: folder, folders: [] })).toContain('--- main.log ---\n(it cannot be read: EISDIR)')
    writeFileSync(join(folder, 'a-file'), '')
    expect(diagnostics({ facts: {}, logFolder: join(folder, 'a-file'), folders: [] })).toContain('--- engine.log ---\n(it cannot be read: ENOTDIR)')
  })
})
