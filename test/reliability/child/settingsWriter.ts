/** Changes the settings of a folder many times: `settingsWriter.mjs FOLDER TIMES THEME`. */
import { openSettings } from '../../../src/main/settings'
import type { Settings } from '@shared/domain/settings'

const [folder = '', times = '1', theme = 'dark'] = process.argv.slice(2)
const settings = openSettings(folder, { write: (text: string) => { throw new Error(text) }, append: () => undefined } as never)
for (let i = 0; i < Number(times); i++) settings.set({ theme: theme as Settings['theme'], gallery: [i % 60] })
