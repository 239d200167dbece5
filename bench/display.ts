/** A display for the windows under measurement, where there is none. */
import { spawn } from 'node:child_process'
import { hasDisplay } from '../scripts/launch/display.mjs'

/** Starts Xvfb if it is needed; the result ends it. */
export async function bringUpDisplay(): Promise<() => void> {
  if (hasDisplay()) return () => undefined
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  process.env['DISPLAY'] = await new Promise<string>((resolve, reject) => {
    server.on('error', () => reject(new Error('There is no display, and Xvfb (Debian: xvfb) is not installed.')))
    server.stdio[3]?.once('data', data => resolve(`:${String(data).trim()}`))
  })
  return () => void server.kill()
}
