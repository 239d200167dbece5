/** What the first sight of the window can do without waits for this: that it is painted, and that its user has had a moment with it. */

/** After the first painting, in ms. */
const moment = 250

export const atRest = new Promise<unknown>((resolve) => {
  requestAnimationFrame(() => setTimeout(() => requestIdleCallback(resolve, { timeout: 1000 }), moment))
})
