/** What is wrong with a configuration, told by the flags that were typed rather than by the fields that they set. */
import { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import type { z } from '@shared/schema'
import { flags, kinds } from './flags'
import type { Draft } from './flags'

type Issue = z.core.$ZodIssue

/** The configuration of a draft, or E_FORM with a sentence for each of the first five flags that are wrong. */
export function readConfig(draft: Draft, given: ReadonlyMap<string, string>): RunConfig {
  const result = RunConfig.safeParse(draft)
  if (result.success) return result.data
  const sentences = result.error.issues.flatMap(issue => sentencesOf(issue, given))
  throw new LabError('E_FORM', [...new Set(sentences)].slice(0, 5).join('\n'))
}

/** Long text is cut: it may be a whole file that was typed by mistake. */
export function shown(text = ''): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function sentencesOf(issue: Issue, given: ReadonlyMap<string, string>): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => strayed(String(issue.path[0]), key))
  const flag = flagOf(issue.path.join('.'))
  const text = given.get(flag)
  // Where two settings contradict each other the sentence names both, and either may be the wrong one.
  const instead = text === undefined || issue.code === 'custom' ? '' : `, not "${shown(text)}"`
  return [`--${flag}: ${demand(issue, flag)}${instead}.`]
}

/** A parameter whose kind was not chosen. */
function strayed(section: string, key: string): string {
  const owners = Object.entries(kinds[section as keyof typeof kinds] ?? {}).filter(([, parts]) => key in parts).map(([kind]) => kind)
  return `--${flagOf(`${section}.${key}`)}: is for --${section} ${owners.join(' or ')} only.`
}

function demand(issue: Issue, flag: string): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union') return `must be one of ${Object.keys(kinds[flag as keyof typeof kinds]).join(', ')}`
  return typeof issue.path.at(-1) === 'number' ? `each ${issue.message}` : issue.message
}

/** The flag that sets a field, or the list that the field is an entry of. */
function flagOf(path: string): string {
  return flags.find(({ field }) => path === field || path.startsWith(`${field}.`))?.name ?? path
}
