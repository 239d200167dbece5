/** The window's Korean, in the shape of its English. */
import compute from './ko/compute'
import explore from './ko/explore'
import gallery from './ko/gallery'
import help from './ko/help'
import runs from './ko/runs'
import settings from './ko/settings'
import shell from './ko/shell'
import shortcuts from './ko/shortcuts'
import timeline from './ko/timeline'
import train from './ko/train'
import welcome from './ko/welcome'

export default { compute, explore, gallery, help, runs, shell, shortcuts, settings, timeline, train, welcome }
