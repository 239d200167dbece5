import js from '@eslint/js'
import stylistic from '@stylistic/eslint-plugin'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/**
 * Who may import what: see "Layout and directions" in CONTRIBUTING.md.
 * @param {string[]} files
 * @param {...{ group: string[], message: string }} patterns
 * @returns {import('typescript-eslint').ConfigWithExtends}
 */
function forbid(files, ...patterns) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}
const electron = { group: ['electron', 'electron/*'], message: 'Electron belongs to src/main and src/preload.' }
const three = { group: ['three', 'three/*'], message: 'three.js belongs to src/renderer/scene.' }
const tensorflow = { group: ['@tensorflow/*'], message: 'TensorFlow belongs to src/main/engine.' }
const engine = { group: ['**/engine/*', '!./engine/*'], message: 'Main knows the engine by the path of its bundle only.' }
const vueItself = { group: ['vue', 'pinia'], message: 'The scene knows no Vue.' }
const scene = { group: ['**/scene/*'], message: 'Stores never import the scene.' }

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', '.cache', 'bench-results', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...vue.configs['flat/recommended'],
  stylistic.configs.customize({ indent: 2, quotes: 'single', semi: false, jsx: false, braceStyle: '1tbs' }),
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      '@stylistic/max-len': ['error', { code: 150, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-undef': 'off', // the compiler knows better
      'no-console': 'error',
      '@stylistic/max-statements-per-line': ['error', { max: 2 }],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/require-default-prop': 'off', // optional means that undefined is a value
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always' } }],
    },
  },
  { files: ['scripts/**', 'bench/**', 'src/main/cli/**', 'test/**'], rules: { 'no-console': 'off' } },
  forbid(['src/shared/**'], electron, three, tensorflow, vueItself),
  forbid(['src/main/*.ts', 'src/main/{storage,compute}/**'], three, tensorflow, engine),
  forbid(['src/main/engine/**', 'src/main/cli/**'], electron, three),
  forbid(['src/renderer/scene/**'], electron, tensorflow, vueItself),
  forbid(['src/renderer/stores/**'], electron, tensorflow, three, scene),
  forbid(['src/renderer/{views,components,composables,clients}/**'], electron, tensorflow, three),
)
