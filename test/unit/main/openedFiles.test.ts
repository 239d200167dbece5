import { describe, expect, it, vi } from 'vitest'
import { openedFiles, runFilesAmong } from '../../../src/main/openedFiles'

describe('exported runs among the words of a command line', () => {
  it('are found by their name, in the folder where it was written', () => {
    expect(runFilesAmong(['mine.run.tar', '/a b/Schuhe ä.run.tar', '../up.RUN.TAR'], '/home/me')).toEqual(['/home/me/mine.run.tar', '/a b/Schuhe ä.run.tar', '/home/up.RUN.TAR'])
  })

  it('may be written as addresses of files', () => {
    expect(runFilesAmong(['file:///home/me/a%20b.run.tar'], '/')).toEqual(['/home/me/a b.run.tar'])
  })

  it.each([
    '--run=x.run.tar', '-x.run.tar', 'https://example.com/x.run.tar', 'latentlab://open/x.run.tar', 'javascript:x.run.tar', 'file://server/share/x.run.tar',
    'file:///a%2Fb.run.tar', '//server/share/x.run.tar', '\\\\server\\share\\x.run.tar', 'x.run.tar\0.png', 'x\0.run.tar', 'x.tar', '.', '', '/etc/passwd', 'x.run.tar/',
    `${'y'.repeat(5000)}.run.tar`,
  ])('are not %j', word => expect(runFilesAmong([word], '/')).toEqual([]))
})

describe('files that were handed over', () => {
  it('wait in their order, each once, until the window takes them', () => {
    const onArrival = vi.fn()
    const files = openedFiles(onArrival)
    files.add([])
    expect(onArrival).not.toHaveBeenCalled()
    files.add(['/a', '/b'])
    files.add(['/a'])
    expect(onArrival).toHaveBeenCalledTimes(1)
    expect([files.take(), files.take(), files.take()]).toEqual(['/a', '/b', undefined])
  })

  it('are at most twenty', () => {
    const files = openedFiles(() => undefined)
    files.add(Array.from({ length: 1000 }, (_, n) => `/${n}`))
    files.add(['/more'])
    let count = 0
    while (files.take() !== undefined) count++
    expect(count).toBe(20)
  })
})
