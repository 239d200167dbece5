/** The window's English: one file a view. Another language has the same shape. */
import settings from './en/settings'
import shell from './en/shell'
import shortcuts from './en/shortcuts'
import timeline from './en/timeline'
import train from './en/train'

export default { shell, shortcuts, settings, timeline, train }
