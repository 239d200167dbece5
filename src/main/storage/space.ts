/** Whether a run has room on its disk, told before it starts. */
import { LabError } from '@shared/errors'
import { countParameters } from '@shared/domain/architecture'
import { splitSizes } from '@shared/domain/image'
import { megabytes } from './commitEpoch'
import { diskFault } from './faults'
import type { OptimizerConfig, RunConfig } from '@shared/domain/runConfig'
import type { FsPort } from './fsPort'

/** In bytes. */
export interface Space {
  readonly free: number
  /** One epoch with its optimizer. */
  readonly checkpoint: number
  /** All epochs, with the optimizers of the newest two. */
  readonly wholeRun: number
}

const float = 4

export async function spaceFor(fs: FsPort, runsFolder: string, config: RunConfig): Promise<Space> {
  const free = await fs.freeBytes(runsFolder).catch((error: unknown) => {
    throw diskFault(error, 'The free space could not be told')
  })
  const weights = countParameters(config.network) * float
  const epoch = weights + (splitSizes.train + splitSizes.test) * (config.network.latent + 1) * float
  const optimizer = weights * slotsOf(config.optimizer)
  return { free, checkpoint: epoch + optimizer, wholeRun: config.epochs * epoch + 2 * optimizer }
}

/** E_DISK_FULL where not even three checkpoints fit. */
export function assertRoomToStart({ free, checkpoint }: Space): void {
  if (free >= 3 * checkpoint) return
  throw new LabError('E_DISK_FULL', `The disk has ${megabytes(free)} MB free, and the run needs ${megabytes(3 * checkpoint)} MB to begin. `
    + 'Free some space or choose another folder for runs.')
}

/** Arrays that an optimizer keeps for each weight. */
function slotsOf(optimizer: OptimizerConfig): number {
  if (optimizer.kind === 'adam') return 2
  const momentum = optimizer.momentum > 0 ? 1 : 0
  return optimizer.kind === 'rmsprop' ? 1 + momentum : momentum
}
