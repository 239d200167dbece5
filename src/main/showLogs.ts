/** Opens the folder of the logs in the system's own file manager: the only thing that the app ever opens outside itself. */
import { shell } from 'electron'
import { LabError } from '@shared/errors'

export async function showLogs(folder: string): Promise<void> {
  const fault = await shell.openPath(folder)
  if (fault) throw new LabError('E_IO', `The logs could not be shown (${fault}). They are in ${folder}.`)
}
