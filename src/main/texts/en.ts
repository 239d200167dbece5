export default {
  appName: 'Latent Lab',
  menu: {
    file: '&File', edit: '&Edit', view: '&View', window: '&Window', help: '&Help',
    quit: '&Quit', contents: '&Help', tour: 'Guided &Tour', shortcuts: '&Keyboard Shortcuts', logs: 'Open &Logs', about: '&About Latent Lab',
    undo: '&Undo', redo: '&Redo', cut: 'Cu&t', copy: '&Copy', paste: '&Paste', selectAll: 'Select &All', delete: '&Delete',
    reload: '&Reload', toggleDevTools: 'Toggle &Developer Tools', resetZoom: 'Actual &Size', zoomIn: 'Zoom &In', zoomOut: 'Zoom &Out',
    togglefullscreen: 'Toggle &Full Screen', minimize: 'Mi&nimize', zoom: '&Zoom',
  },
  cannotStart: 'Latent Lab cannot start.',
  runFiles: 'Runs of Latent Lab',
  filesOf: (kind: string) => `${kind} files`,
  quit: {
    message: 'A run is being trained.',
    detail: 'Its finished epochs are kept; the epoch under way is not.',
    stay: 'Keep Training',
    leave: 'Quit',
  },
  quitUnsaved: {
    message: (epochs: number) => epochs === 1 ? 'One finished epoch is not on the disk.' : `${epochs} finished epochs are not on the disk.`,
    detail: 'The disk does not take them, and they are lost if you quit now. Free some space or choose another folder of runs in Settings.',
    stay: 'Do Not Quit',
    leave: 'Quit and Lose Them',
  },
  purge: {
    message: (runs: number) => runs === 1 ? 'Delete this run for good?' : `Delete these ${runs} runs for good?`,
    detail: (megabytes: string) => `This frees ${megabytes} MB of their disk and cannot be undone. Otherwise they go to the system's trash when the app quits.`,
    keep: 'Keep for Now',
    purge: 'Delete for Good',
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
