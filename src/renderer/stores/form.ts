/** The configuration of the next run, as it is being written. */
import { estimateRun } from '@shared/domain/estimate'
import { limits, readable } from '@shared/domain/limits'
import { presetOf, presets } from '@shared/domain/presets'
import type { PresetId } from '@shared/domain/presets'
import { gathersState } from '@shared/domain/runConfig'
import type { OptimizerConfig, RunConfig } from '@shared/domain/runConfig'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { draftOf, readDraft } from '../forms/draft'
import type { NumberName, Place, Problem } from '../forms/draft'
import { parseNumber } from '../forms/number'
import { translate } from '../texts'
import { size } from '../formats/numbers'
import { useEngine } from './engine'
import { useTraining } from './training'
import { expectedSeconds } from './speed'

/** Of the device's memory, as much as a run may want. */
const memoryShare = 0.6
/** Above this a learning rate is allowed, and warned of. */
const boldRate = 0.1

/** The run and epoch that the next run will go on from. */
export interface Parent {
  readonly runId: string
  readonly epoch: number
  readonly name: string
  /** The kind of optimizer whose state is kept with the epoch; null where none is. */
  readonly optimizer: OptimizerConfig['kind'] | null
}

export const useForm = defineStore('form', () => {
  const base = shallowRef<PresetId>('seed')
  const draft = ref(draftOf(presets.seed.config))
  /** Where the next run is a branch: its network is then its parent's. */
  const parent = shallowRef<Parent | null>(null)
  const reading = computed(() => readDraft(draft.value))
  const config = computed(() => reading.value.config)
  const preset = computed(() => config.value ? presetOf(config.value) : undefined)
  /** In anything, seed and epochs too: there is something to go back from. */
  const isChanged = computed(() => JSON.stringify(config.value) !== JSON.stringify(presets[base.value].config))
  const estimate = computed(() => config.value ? estimateRun(config.value) : null)

  const time = computed(() => {
    void useTraining().epochs // measured anew with each epoch
    return config.value ? expectedSeconds(config.value) : null
  })

  /** Why the run cannot start; null where it can. */
  const problem = computed(() => {
    const count = reading.value.problems.size
    if (count > 0) return translate('train.form.invalid', { count }, count)
    const device = useEngine().info
    const needed = estimate.value?.memory ?? 0
    if (device && needed > memoryShare * device.memory)
      return translate('train.form.tooLarge', { needed: size(needed), available: size(device.memory) })
    if (parent.value && config.value && config.value.epochs <= parent.value.epoch)
      return translate('runs.branch.epochs', { epoch: parent.value.epoch })
    if (!useEngine().isReady) return translate('train.form.noEngine')
    return null
  })

  const rateWarning = computed(() => config.value && config.value.learningRate > boldRate ? translate('train.form.boldRate') : null)

  function errorAt(place: Place): string | null {
    const found = reading.value.problems.get(place)
    return found ? sentence(found) : null
  }

  /** What is wrong with a text as the number of that name. */
  function explain(name: NumberName, text: string): string | null {
    const parsed = parseNumber(text, limits[name])
    return 'problem' in parsed ? sentence({ kind: 'number', limit: name, number: parsed.problem }) : null
  }

  function choose(id: PresetId) {
    parent.value = null
    base.value = id
    draft.value = draftOf(presets[id].config)
  }

  function reset() {
    choose(base.value)
  }

  /** Takes over the configuration of a run. */
  function load(from: RunConfig) {
    parent.value = null
    base.value = presetOf(from) ?? base.value
    draft.value = draftOf(from)
  }

  function branchFrom(from: Parent, config: RunConfig) {
    load({ ...config, epochs: config.epochs > from.epoch ? config.epochs : Math.min(limits.epochs.max, from.epoch + config.epochs) })
    parent.value = from
  }

  /** Whether the branch lacks the state that its optimizer gathered up to the parent's epoch. */
  const beginsAfresh = computed(() => {
    const optimizer = config.value?.optimizer
    if (!parent.value || !optimizer || !gathersState(optimizer)) return false
    return parent.value.optimizer !== optimizer.kind
  })

  function endBranch() {
    parent.value = null
  }

  async function train() {
    if (!config.value) return
    const isStarted = await (parent.value ? useTraining().branch(parent.value, config.value) : useTraining().start(config.value))
    if (isStarted) parent.value = null
  }

  function throwDice() {
    const [bits = 0] = crypto.getRandomValues(new Uint32Array(1))
    draft.value.numbers.seed = String(bits & 0x7fffffff)
  }

  return {
    base, draft, parent, reading, config, preset, isChanged, estimate, time, problem, rateWarning,
    beginsAfresh, errorAt, explain, choose, reset, load, branchFrom, endBranch, train, throwDice,
  }
})

function sentence(problem: Problem): string {
  if (problem.kind === 'rule') return translate('train.form.rule', { rule: problem.text })
  const { min, max, integer } = limits[problem.limit]
  const bounds = translate(integer ? 'train.form.wholeBounds' : 'train.form.bounds', { min: readable(min), max: readable(max) })
  const whole = integer ? 'Whole' : ''
  switch (problem.number.kind) {
    case 'comma': return translate('train.form.comma', { instead: problem.number.instead })
    case 'empty': return translate(`train.form.empty${whole}`, { bounds })
    case 'notNumber': return translate(`train.form.notNumber${whole}`, { bounds })
    case 'notWhole':
    case 'outside': return translate(`train.form.outside${whole}`, { bounds })
  }
}
