/**
 * What an installed Latent Lab consists of, and in which forms it is handed out. `npm run package` makes the Linux ones; see docs/packaging.md.
 * electron-builder rejects an unknown key at its start, so every build on Linux also checks what is said of Windows and macOS.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stageFolder } from './scripts/package/stage.mjs'

const root = import.meta.dirname
const resources = join(root, 'resources')
const staged = /** @param {string} name */ name => join(root, stageFolder, name)

/** @param {{ from: string, to: string }[]} sets those that are there; TensorFlow is not, on Windows and macOS */
const present = sets => sets.filter(({ from }) => existsSync(from))

/** Where set-up has brought one; else electron-builder downloads the version that package.json names. */
const electronDist = existsSync(staged('electron/version')) ? staged('electron') : null

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'invalid.latentlab.LatentLab',
  productName: 'LatentLab', // one word: Chromium's sandbox helper does not start from a path with a space
  copyright: 'The Latent Lab authors',
  directories: { output: 'dist', buildResources: 'resources' },
  ...electronDist ? { electronDist, electronVersion: readFileSync(join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '') } : {},
  npmRebuild: false,
  asar: true,
  asarUnpack: ['**/*.node'],
  files: ['out/**', '!out/built-from', '!out/*/packages.json', '!out/main/lab.js', '!**/node_modules/**', 'package.json', ...present([{ from: staged('native'), to: 'native' }])],
  extraResources: present([
    { from: staged('tf'), to: 'tf' },
    { from: staged('data'), to: 'data' },
    { from: staged('notices'), to: '.' },
    { from: join(root, 'LICENSE'), to: 'LICENSE.txt' },
  ]),
  electronLanguages: ['en-US', 'ko'],
  afterPack: join(root, 'scripts/package/afterPack.mjs'),
  linux: {
    target: ['deb', 'tar.xz', 'AppImage', 'rpm'],
    executableName: 'latent-lab',
    syncDesktopName: true,
    icon: join(resources, 'icons'),
    category: 'Science;ArtificialIntelligence', // one main category alone, or menus show the app twice
    maintainer: 'The Latent Lab authors <maintainers@latent-lab.invalid>',
    synopsis: 'Laboratory for autoencoders',
    description: 'Train autoencoders on Fashion-MNIST, look inside the latent space in 3-D, and use what was learned. Works without a network.',
    // A double click on an exported run. Not for Windows and macOS: there only what follows the last dot tells a file's kind.
    fileAssociations: [{ ext: 'run.tar', name: 'Latent Lab run', description: 'Run of Latent Lab', mimeType: 'application/x-latent-lab-run', role: 'Editor' }],
    desktop: {
      entry: {
        Name: 'Latent Lab',
        GenericName: 'Laboratory for autoencoders',
        Keywords: 'autoencoder;latent space;machine learning;TensorFlow;Fashion-MNIST;',
        StartupNotify: 'true',
      },
    },
  },
  deb: {
    compression: 'zst',
    packageCategory: 'science',
    // libx11-xcb1 is opened at run time: without it Electron dies with a bare signal.
    depends: [
      'libgtk-3-0t64 | libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0t64 | libatspi2.0-0', 'libuuid1',
      'libsecret-1-0', 'libasound2t64 | libasound2', 'libgbm1', 'libx11-xcb1', 'libdrm2', 'libxcb-dri3-0', 'libstdc++6',
    ],
    recommends: [],
    fpm: [
      '--deb-compression-level', '9',
      `${join(resources, 'latent-lab.metainfo.xml')}=/usr/share/metainfo/latent-lab.metainfo.xml`,
      `${join(root, 'LICENSE')}=/usr/share/doc/latent-lab/LICENSE`,
      `${staged('notices/THIRD_PARTY_NOTICES.txt')}=/usr/share/doc/latent-lab/copyright`,
    ],
  },
  rpm: { fpm: [`${join(resources, 'latent-lab.metainfo.xml')}=/usr/share/metainfo/latent-lab.metainfo.xml`] },
  win: { target: [{ target: 'nsis', arch: ['x64'] }], icon: join(resources, 'icon.ico') },
  nsis: {
    oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false, differentialPackage: false,
    artifactName: '${productName}-${version}-setup.${ext}',
  },
  mac: {
    target: [{ target: 'dmg', arch: ['arm64', 'x64'] }], category: 'public.app-category.education', icon: join(resources, 'icon.icns'),
    hardenedRuntime: true, gatekeeperAssess: false, notarize: false, identity: null,
  },
  dmg: { sign: false, writeUpdateInfo: false },
  // The default tools write --no-sandbox into the AppImage's desktop entry.
  toolsets: { appimage: '1.0.3' },
  publish: null,
}
