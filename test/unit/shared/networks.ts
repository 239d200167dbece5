/** Any network that the limits allow, and any configuration around it, for property tests. */
import { array, boolean, constant, constantFrom, integer, oneof, record } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { layerLimits, limits } from '@shared/domain/limits'
import { activations } from '@shared/domain/runConfig'
import type { NetworkConfig } from '@shared/domain/runConfig'

const within = (name: 'network.width' | 'network.filters' | 'network.latent') => integer({ min: limits[name].min, max: limits[name].max })

const layers = oneof(
  record({ kind: constant('dense' as const), filters: constant<number[]>([]) }),
  record({ kind: constant('convolutional' as const), filters: array(within('network.filters'), { minLength: 1, maxLength: layerLimits.filters }) }),
)

export const anyNetwork: Arbitrary<NetworkConfig> = record({
  layers,
  hidden: array(within('network.width'), { maxLength: layerLimits.hidden }),
  latent: within('network.latent'),
  activation: constantFrom(...activations),
  output: constantFrom('sigmoid', 'linear'),
  initialisation: constantFrom('pytorch', 'glorot'),
  variational: boolean(),
}).map(({ layers: kinds, ...rest }) => ({ ...kinds, ...rest }))
