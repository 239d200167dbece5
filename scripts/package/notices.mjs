/** What the authors of everything that is shipped are owed: their names, versions and licences, in one text file. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tensorflowVersion } from '../setup/pins.mjs'
import { bundledPackages } from './bundled.mjs'

/** @typedef {{ title: string, licence: string, texts: readonly string[] }} Notice */

const rule = '─'.repeat(80)

/**
 * `THIRD_PARTY_NOTICES.txt`, and TensorFlow's own much longer one beside it.
 * @param {string} root the checkout
 * @param {string} folder
 * @param {import('./ready.mjs').Ready} ready
 */
export async function writeNotices(root, folder, ready) {
  await mkdir(folder, { recursive: true })
  const apache = ready.tensorflow ? await readFile(join(ready.tensorflow, 'tensorflow/include/LICENSE'), 'utf8').catch(() => '') : ''
  const notices = [...shipped(ready, apache), ...await Promise.all((await bundledPackages(root)).map(noticeOf))]
  await writeFile(join(folder, 'THIRD_PARTY_NOTICES.txt'), [
    'Latent Lab is made with the work of others. Chromium\'s own list is in LICENSES.chromium.html.\n',
    ...notices.map(({ title, licence, texts }) => `${rule}\n${title} (${licence})\n${rule}\n\n${texts.join('\n\n').trim()}\n`),
  ].join('\n'))
  if (!ready.tensorflow) return
  const theirs = await readFile(join(ready.tensorflow, 'tensorflow/THIRD_PARTY_NOTICES.txt'), 'utf8').catch(() => null)
  if (theirs !== null) await writeFile(join(folder, 'THIRD_PARTY_NOTICES.tensorflow.txt'), theirs)
}

/**
 * What is no npm package.
 * @param {import('./ready.mjs').Ready} ready
 * @param {string} apache the licence's text
 * @returns {Notice[]}
 */
function shipped({ runtime, tensorflow }, apache) {
  return [
    { title: `Electron ${runtime.electronVersion}`, licence: 'MIT', texts: ['Its text is in LICENSE.electron.txt.'] },
    ...tensorflow
      ? [{
          title: `TensorFlow ${tensorflowVersion}`, licence: 'Apache-2.0',
          texts: ['Copyright The TensorFlow Authors. What it is made of is listed in THIRD_PARTY_NOTICES.tensorflow.txt.', apache],
        }]
      : [],
    { title: 'Fashion-MNIST', licence: 'MIT', texts: [mit('2017 Zalando SE, https://tech.zalando.com')] },
  ]
}

/**
 * @param {import('./bundled.mjs').Bundled} bundled
 * @returns {Promise<Notice>}
 */
async function noticeOf({ folder, name, version, licence, author }) {
  const files = (await readdir(folder)).filter(file => /^(?:licen[cs]e|notice|copying)/i.test(file)).sort()
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8').catch(() => '')))
  return { title: `${name} ${version}`, licence, texts: texts.some(Boolean) ? texts : [...licence.includes('MIT') ? [mit(author)] : [], ...licence.includes('Apache') ? [apacheAbove] : []] }
}

const apacheAbove = 'The Apache License 2.0, whose text stands above under TensorFlow.'

/** @param {string} holder */
const mit = holder => `The MIT License (MIT)

Copyright © ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"),
to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.`
