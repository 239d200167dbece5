/** Where the runs are: the app's own folder, or one that the user chose in a dialog. Main alone names paths; the window only asks for the dialog. */
import { messageOf } from '@shared/errors'
import type { RunsPlace } from '@shared/domain/keptRun'
import type { Log } from './log'
import type { SettingsStore } from './settings'
import { checkRunsFolder } from './storage/runsFolder'

export interface PlaceParts {
  /** The app's own folder of runs; it is made where it is missing. */
  readonly own: string
  /** The app itself: an update replaces it, so no runs belong there. */
  readonly app: string
  readonly settings: SettingsStore
  /** Null where the user thinks better of it. */
  readonly ask: () => Promise<string | null>
  /** The runs are elsewhere from now on. */
  readonly onMove: (folder: string) => void
  readonly log: Log
}

export interface Place {
  /** As far as it is known: the app's own until `where` has answered. */
  readonly folder: string
  /** Once the chosen folder is known to hold runs. */
  where(): Promise<string>
  told(): Promise<RunsPlace>
  /** Asks the user. Answers whether the runs moved; E_IO or E_PATH_ESCAPE where the chosen folder cannot hold them: then nothing changes. */
  choose(): Promise<boolean>
  /** Back to the app's own folder. */
  reset(): void
}

/**
 * A chosen folder that cannot be used stays chosen, because its disk may only be missing; until it is back at a start, or another one is
 * chosen, runs go to the app's own folder. Nothing is ever written to a folder that was not checked.
 */
export function openPlace({ own, app, settings, ask, onMove, log }: PlaceParts): Place {
  let folder = own
  let problem: string | null = null
  const verified = verify(settings.get().runsFolder ?? null)

  async function verify(chosen: string | null) {
    if (chosen === null) return
    try {
      folder = await checkRunsFolder(chosen, app)
    } catch (error) {
      log.write('the chosen folder of runs cannot be used', error)
      problem = messageOf(error)
    }
  }

  function move(to: string, isChosen: boolean) {
    settings.set({ runsFolder: isChosen ? to : null })
    problem = null
    if (to === folder) return false
    folder = to
    onMove(folder)
    return true
  }

  return {
    get folder() { return folder },
    async where() {
      await verified
      return folder
    },
    async told() {
      await verified
      return { folder, isOwn: folder === own, problem }
    },
    async choose() {
      const wanted = await ask()
      return wanted === null ? false : move(await checkRunsFolder(wanted, app), true)
    },
    reset: () => void move(own, false),
  }
}
