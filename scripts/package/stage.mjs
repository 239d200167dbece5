/** The folder from which electron-builder takes what is not built from sources: Electron, TensorFlow, the data set, the notices. */
import { copyFile, link, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { filesBelow } from '../setup/stamp.mjs'
import { writeNotices } from './notices.mjs'

/** Below the checkout; electron-builder.config.mjs names it too. */
export const stageFolder = '.cache/package'

/** Of set-up's Electron: what opens a checkout. In an installed app it must not be there to be opened. */
const defaultApp = join('resources', 'default_app.asar')

/**
 * Fills the folder anew.
 * @param {string} root the checkout
 * @param {import('./ready.mjs').Ready} ready
 */
export async function stage(root, ready) {
  const folder = join(root, stageFolder)
  const { electronDist, fashionMnist } = ready.runtime
  await rm(folder, { recursive: true, force: true })
  if (electronDist) await linkFiles(electronDist, join(folder, 'electron'), path => !path.startsWith(defaultApp))
  if (ready.native) {
    await linkFiles(join(ready.native, 'tf'), join(folder, 'tf'))
    await linkFiles(join(ready.native, 'native'), join(folder, 'native'))
  }
  if (fashionMnist) await linkFiles(fashionMnist, join(folder, 'data/fashion-mnist'))
  await writeNotices(root, join(folder, 'notices'), ready)
}

/**
 * Links where one file system holds both, else copies. electron-builder makes real copies of them, so nobody writes into the cache.
 * @param {string} from
 * @param {string} to
 * @param {(path: string) => boolean} [isWanted]
 */
async function linkFiles(from, to, isWanted = () => true) {
  for (const path of (await filesBelow(from)).filter(isWanted)) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await link(join(from, path), join(to, path)).catch(() => copyFile(join(from, path), join(to, path)))
  }
}
