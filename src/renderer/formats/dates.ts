/** Times as the window writes them, in its language and the user's own time zone. */
import { localeTag } from '../texts'

/** "1 Mar, 14:05", with the year where it is another one. */
export function dateTime(time: number, now = Date.now()): string {
  const date = new Date(time)
  const isThisYear = date.getFullYear() === new Date(now).getFullYear()
  return date.toLocaleString(localeTag('dates'), {
    day: 'numeric', month: 'short', ...isThisYear ? {} : { year: 'numeric' }, hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  })
}

/** "14:05:09" */
export function timeOfDay(time: number): string {
  return new Date(time).toLocaleTimeString(localeTag('dates'), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}
