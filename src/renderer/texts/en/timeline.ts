export default {
  label: 'Epoch shown',
  play: 'Play through the epochs',
  pause: 'Pause the film',
  of: '{epoch} of {epochs}',
  epoch: 'Epoch {epoch}',
  live: 'Follow',
  liveTip: 'Show each new epoch as it comes',
  none: 'No epoch yet',
}
