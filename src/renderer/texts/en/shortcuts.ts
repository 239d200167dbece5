export default {
  title: 'Keyboard shortcuts',
  groups: { everywhere: 'Everywhere', run: 'Run', timeline: 'Timeline', gallery: 'Gallery' },
  view: 'Show the view {name}',
  help: 'Show this list',
  start: 'Start training',
  pause: 'Pause or resume',
  step: 'While paused, train one batch',
  previous: 'One epoch back',
  next: 'One epoch forward',
  first: 'First epoch',
  latest: 'Latest epoch',
  play: 'Play through the epochs',
}
