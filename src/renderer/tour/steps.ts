/** The guided tour: which control each step points to, on which view. A control carries its name as `data-tour`. */
import type { ViewId } from '../stores/ui'

export type StepId = 'form' | 'start' | 'chart' | 'pictures' | 'timeline' | 'gallery' | 'stage' | 'point' | 'runs' | 'help'

export interface Step {
  readonly id: StepId
  readonly view: ViewId
  /** Of these controls the first that is there is pointed to. */
  readonly targets: readonly string[]
  /** What the step may do in the user's stead. */
  readonly action?: 'start' | 'point'
  /** Whether it speaks of what is there only once an epoch is trained. */
  readonly needsRun?: boolean
}

export const steps: readonly Step[] = [
  { id: 'form', view: 'train', targets: ['form'] },
  { id: 'start', view: 'train', targets: ['start', 'controls'], action: 'start' },
  { id: 'chart', view: 'train', targets: ['chart'], needsRun: true },
  { id: 'pictures', view: 'train', targets: ['pictures'] },
  { id: 'timeline', view: 'train', targets: ['timeline'], needsRun: true },
  { id: 'gallery', view: 'gallery', targets: ['gallery', 'view'] },
  { id: 'stage', view: 'explore', targets: ['stage', 'view'], needsRun: true },
  { id: 'point', view: 'explore', targets: ['portrait', 'view'], action: 'point', needsRun: true },
  { id: 'runs', view: 'runs', targets: ['runs', 'view'] },
  { id: 'help', view: 'runs', targets: ['help'] },
]
