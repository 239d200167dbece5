/** Keys that components make up out of values which come from elsewhere (the engine, a file, a schema): each value there can be has a text. */
import { BackendKind } from '@shared/domain/device'
import { GpuState, SelfTestReport, SelfTestRow } from '@shared/domain/compute'
import { splits } from '@shared/domain/image'
import { limits } from '@shared/domain/limits'
import { presetIds } from '@shared/domain/presets'
import { EndReason, ExecutorKind, RunState } from '@shared/domain/run'
import { NetworkConfig, NoiseConfig, ObjectiveConfig, OptimizerConfig, ScheduleConfig, activations } from '@shared/domain/runConfig'
import { Transfer } from '@shared/contract/main'
import { Settings } from '@shared/domain/settings'
import { afterEach, describe, expect, it } from 'vitest'
import { quantities } from '../../../src/renderer/components/charts/curves'
import { listOrders } from '../../../src/renderer/components/explore/listOrder'
import { columns, stateNames } from '../../../src/renderer/components/runs/arrange'
import { orders } from '../../../src/renderer/gallery/arrange'
import { choices } from '../../../src/renderer/gallery/select'
import { i18n, translate } from '../../../src/renderer/texts'

const files = import.meta.glob<string>(['../../../src/renderer/**/*.{vue,ts}', '!**/texts/**'], { query: '?raw', import: 'default', eager: true })
const sources = Object.values(files).join('\n').replaceAll(/\$\{[^}]*\}/g, '*')

interface Literal { readonly _zod: { readonly def: { readonly values: readonly string[] } } }
interface Union { readonly _zod: { readonly def: { readonly options: readonly { readonly shape: { readonly kind: Literal } }[] } } }
const kindsOf = ({ _zod: { def } }: Union) => def.options.flatMap(({ shape }) => shape.kind._zod.def.values)
const but = (values: readonly string[], ...others: readonly string[]) => values.filter(value => !others.includes(value))

const { kind, output, initialisation } = NetworkConfig.shape
const chosen: Readonly<Record<string, readonly string[]>> = {
  kind: kind.options, output: output.options, initialisation: initialisation.options, activation: activations,
  loss: ObjectiveConfig.shape.loss.options,
  noise: kindsOf(NoiseConfig), optimizer: kindsOf(OptimizerConfig), schedule: kindsOf(ScheduleConfig),
}

/** By the key as it stands in the sources, with a star for what is made up. */
const madeUp: Readonly<Record<string, readonly (string | readonly [string, string])[]>> = {
  'compute.backends.*': BackendKind.options,
  'compute.gpu.states.*': GpuState.shape.kind.options,
  'compute.selfTest.kinds.*': BackendKind.options,
  'compute.selfTest.rows.*': SelfTestRow.shape.state.options,
  'compute.selfTest.states.*': SelfTestReport.shape.state.options,
  'explore.selection.order.*': listOrders,
  'explore.split.*': splits,
  'gallery.orders.*': orders,
  'gallery.sets.*': choices,
  'runs.columns.*': columns,
  'runs.states.*': [...stateNames, 'unreadable'],
  'runs.transfer.*': Transfer.shape.kind.options,
  'settings.themes.*': Settings.shape.theme.options,
  'shell.device.*': BackendKind.options,
  'shell.executor.*': ExecutorKind.options,
  'shell.executorTip.*': ExecutorKind.options,
  'shell.state.*': but(kindsOf(RunState), 'evaluating', 'ended'), // not told, and told by the run's own sentence
  'train.chart.quantities.*': quantities,
  'train.choices.*.*': Object.entries(chosen).flatMap(([name, values]) => values.map(value => [name, value] as const)),
  'train.choices.*.label': Object.keys(chosen),
  'train.fields.*': but(Object.keys(limits), 'network.width', 'network.filters'), // the lists have texts of their own
  'train.groups.*': ['noise', 'optimizer', 'schedule'],
  'train.hints.*': but(Object.keys(limits), 'network.width', 'network.filters'),
  'train.hints.choices.*': Object.keys(chosen),
  'train.presets.*.name': presetIds,
  'train.presets.*.note': presetIds,
  'train.run.*': EndReason.options,
}

describe.each(['en', 'ko'] as const)('in %s there is a text', (language) => {
  afterEach(() => (i18n.global.locale.value = 'en'))

  it.each(Object.entries(madeUp))('for every value of %s', (pattern, values) => {
    expect(sources, 'it is still asked for').toContain(`\`${pattern}\``)
    expect(values.length).toBeGreaterThan(0)
    i18n.global.locale.value = language
    for (const value of values) {
      const parts = typeof value === 'string' ? [value] : [...value]
      const key = pattern.replaceAll('*', () => parts.shift() ?? '')
      expect(() => translate(key, { count: 1 }), key).not.toThrow()
    }
  })
})
