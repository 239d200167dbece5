/** What happens to the unpacked app before it is made into packages. electron-builder calls it for each platform. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { burn, shippedFuses } from './fuses.mjs'
import { filesOfInstallation, installedSums, writeSums } from './sums.mjs'

/**
 * What is used of electron-builder's context.
 * @typedef {{ appOutDir: string, electronPlatformName: string, packager: { executableName?: string, appInfo: { productFilename: string } } }} Packed
 */

/** Of Electron's own folder, which is copied whole: its default app must not be there to be opened. */
const leftovers = ['resources/default_app.asar', 'version']

/** @param {Packed} packed */
export default async function afterPack(packed) {
  const { appOutDir, electronPlatformName } = packed
  const linux = electronPlatformName === 'linux'
  const executable = executableOf(packed)
  if (electronPlatformName !== 'darwin') {
    for (const path of leftovers) await rm(join(appOutDir, path), { recursive: true, force: true })
  }
  await burn(join(appOutDir, executable), shippedFuses({ linux }))
  if (linux) await writeSums(appOutDir, await filesOfInstallation(appOutDir), join(appOutDir, installedSums))
}

/**
 * The file that holds the fuses, below the app's folder.
 * @param {Packed} packed
 */
function executableOf({ electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  if (electronPlatformName === 'darwin') return `${productFilename}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`
  return electronPlatformName === 'linux' ? packager.executableName ?? productFilename : `${productFilename}.exe`
}
