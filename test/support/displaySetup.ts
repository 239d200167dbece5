/** Before tests that need a display and nothing else. */
export { bringUpDisplay as default } from './display'
