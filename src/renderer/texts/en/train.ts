export default {
  title: 'Train',
  form: {
    invalid: 'One setting needs attention | {count} settings need attention',
    tooLarge: 'This network needs about {needed} and the device has {available}. Make it smaller, or the batch.',
    noEngine: 'The engine is not ready yet',
    boldRate: 'Rates above 0.1 often make the loss grow instead of fall.',
    rule: 'It {rule}.',
    bounds: 'from {min} to {max}',
    wholeBounds: 'a whole number from {min} to {max}',
    empty: 'Enter {bounds}.',
    comma: 'Write it with a point: {instead}',
    notNumber: 'This is not a number. Enter {bounds}.',
    notWhole: 'Enter {bounds}.',
    outside: 'Enter {bounds}.',
  },
}
