/** What the app is built on directly, and on which terms. All of it, with the texts, comes with each package as THIRD_PARTY_NOTICES.txt. */
export interface Part {
  readonly name: string
  readonly licence: string
  /** Its packages of npm that our sources import; a test holds their own words against ours. None where it is no such package. */
  readonly packages: readonly string[]
}

const tfjs = ['@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-node-gpu']

export const parts: readonly Part[] = [
  { name: 'Electron', licence: 'MIT', packages: ['electron'] },
  { name: 'TensorFlow', licence: 'Apache-2.0', packages: [] },
  { name: 'TensorFlow.js', licence: 'Apache-2.0', packages: tfjs },
  { name: 'Vue', licence: 'MIT', packages: ['vue'] },
  { name: 'Pinia', licence: 'MIT', packages: ['pinia'] },
  { name: 'Vue I18n', licence: 'MIT', packages: ['vue-i18n'] },
  { name: 'Reka UI', licence: 'MIT', packages: ['reka-ui'] },
  { name: 'three.js', licence: 'MIT', packages: ['three'] },
  { name: 'Apache ECharts', licence: 'Apache-2.0', packages: ['echarts'] },
  { name: 'Zod', licence: 'MIT', packages: ['zod'] },
  { name: 'Lucide', licence: 'ISC', packages: ['@lucide/vue'] },
  { name: 'Inter', licence: 'OFL-1.1', packages: ['@fontsource-variable/inter'] },
]
