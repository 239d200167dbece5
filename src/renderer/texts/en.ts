/** The window's English: one file a view. Another language has the same shape. */
import gallery from './en/gallery'
import settings from './en/settings'
import shell from './en/shell'
import shortcuts from './en/shortcuts'
import timeline from './en/timeline'
import train from './en/train'

export default { gallery, shell, shortcuts, settings, timeline, train }
