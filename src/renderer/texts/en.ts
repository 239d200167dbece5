/** The window's English: one file a view. Another language has the same shape. */
import compute from './en/compute'
import explore from './en/explore'
import gallery from './en/gallery'
import help from './en/help'
import runs from './en/runs'
import settings from './en/settings'
import shell from './en/shell'
import shortcuts from './en/shortcuts'
import timeline from './en/timeline'
import train from './en/train'
import welcome from './en/welcome'

export default { compute, explore, gallery, help, runs, shell, shortcuts, settings, timeline, train, welcome }
