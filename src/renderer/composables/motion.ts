/** Whether things may move by themselves, as the user's system has it. */
const reduced = matchMedia('(prefers-reduced-motion: reduce)')

export function isMotionWelcome(): boolean {
  return !reduced.matches
}
