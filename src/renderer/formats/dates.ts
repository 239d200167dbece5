/** Times as the window writes them, in the user's own time zone. */

/** "1 Mar, 14:05", with the year where it is another one. */
export function dateTime(time: number, now = Date.now()): string {
  const date = new Date(time)
  const isThisYear = date.getFullYear() === new Date(now).getFullYear()
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...isThisYear ? {} : { year: 'numeric' } })
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}
