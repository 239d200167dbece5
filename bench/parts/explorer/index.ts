/** The latent explorer's figures. */
import { decoding } from './decoding'
import { million } from './million'
import { orbit } from './orbit'
import { picking } from './picking'
import { scrubbing } from './scrubbing'
import { trust } from './trust'
import { umap } from './umap'
import { visiting } from './visits'

export const explorer = [picking, orbit, decoding, scrubbing, million, visiting, trust, umap]
