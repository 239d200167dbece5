/** A display for tests that open windows, where there is none. */
import { spawn } from 'node:child_process'

/** Xvfb on a free display number, which it tells on descriptor 3. The result ends it. */
export async function bringUpDisplay(): Promise<() => void> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return () => undefined
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  process.env['DISPLAY'] = await new Promise<string>((resolve, reject) => {
    server.on('error', () => reject(new Error('There is no display, and Xvfb (Debian: xvfb) is not installed.')))
    server.stdio[3]?.once('data', data => resolve(`:${String(data).trim()}`))
  })
  return () => void server.kill()
}
