/** The main process, as the window sees it. */
import { mainContract } from '@shared/contract/main'
import { createLink } from './link'

export const main = createLink(mainContract, { name: 'The application' })
