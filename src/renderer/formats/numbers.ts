/** Numbers, sizes and times as the window writes them, in its language. */
import { localeTag, translate } from '../texts'

/** Kept by language: a format takes longer to make than thousands of numbers to write. */
const formats = new Map<string, Intl.NumberFormat>()

function written(value: number, digits?: number): string {
  const tag = localeTag('numbers')
  const key = `${tag} ${digits ?? ''}`
  const format = formats.get(key) ?? new Intl.NumberFormat(tag, digits ? { minimumSignificantDigits: digits, maximumSignificantDigits: digits } : {})
  formats.set(key, format)
  return format.format(value)
}

/** Four significant digits where nothing else is asked for, never in exponents where a person would not: 0.02280, 88.31, 12,350. */
export function figure(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(digits - 1)
  return written(value, digits)
}

/** 0.8312 → "83.12 %". */
export function percent(share: number): string {
  return `${figure(100 * share)} %`
}

export function whole(value: number): string {
  return written(Math.round(value))
}

/** A learning rate: as few digits as tell it. */
export function rate(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(3).replace(/\.?0+e/, 'e')
  return String(Number(value.toPrecision(4)))
}

/** Bytes in decimal units, as disks and system monitors of today count: "219 MB". */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const scaled = bytes / 1000 ** power
  return `${power === 0 ? Math.round(scaled) : scaled.toPrecision(3).replace(/\.0+$/, '')} ${units[power]}`
}

/** A clock for times: "0:07", "12:40", "1:02:05". */
export function clock(seconds: number): string {
  const total = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** A time in words: "7 s", "12 min", "1 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 90) return translate('shell.time.seconds', { count: Math.max(1, Math.round(seconds)) })
  const total = Math.round(seconds / 60)
  if (total < 60) return translate('shell.time.minutes', { count: total })
  const [hours, minutes] = [Math.floor(total / 60), total % 60]
  return minutes === 0 ? translate('shell.time.hours', { count: hours }) : translate('shell.time.both', { hours, minutes })
}
