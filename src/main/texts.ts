/** What main itself says: menus and dialogs. (Faults are sentences where they are thrown; the window's texts are its own.) */
export const texts = {
  appName: 'Latent Lab',
  menu: {
    file: '&File', edit: '&Edit', view: '&View', window: '&Window', help: '&Help',
    quit: '&Quit', logs: 'Open &Logs',
  },
  runFiles: 'Runs of Latent Lab',
  filesOf: (kind: string) => `${kind} files`,
  quit: {
    message: 'A run is being trained.',
    detail: 'Its finished epochs are kept; the epoch under way is not.',
    stay: 'Keep Training',
    leave: 'Quit',
  },
  windowCrashed: {
    message: 'The window has crashed several times in a minute.',
    detail: 'The engine goes on meanwhile. Show the window again?',
    reload: 'Show Again',
    quit: 'Quit',
  },
  windowSilent: {
    message: 'The window does not answer.',
    detail: 'The engine goes on meanwhile. Reload the window?',
    reload: 'Reload',
    wait: 'Wait',
  },
}
