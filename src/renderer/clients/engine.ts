/** The engine, as the window sees it. */
import { engineContract } from '@shared/contract/engine'
import { createLink } from './link'

export const engine = createLink(engineContract, { name: 'The engine' })
