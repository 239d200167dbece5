/** Takes out of a text what tells who somebody is: their names, and the folders that they named. */

/** What must not be told. */
export interface Personal {
  /** The program's own folders: what is named below them is the program's choice, and has no blanks. Others are known by their slashes. */
  readonly folders: readonly string[]
  readonly user: string
  readonly host: string
}

/** Names of the program's own files, which alone may stay of a path. */
const ownFile = /^[\w.-]+\.(?:[cm]?js|ts|vue|node|so|dll|html|json|jsonl|bin|log)(?::\d+)*$/
/** Where an address of a file or an absolute path begins, with the sign before it; not `app://…`, not `3/4`, not `a / b`. */
const beginning = /(?<![\w./\\])(?<!:(?=\/\/))(?:file:\/\/|(?:[A-Za-z]:)?[\\/])(?=\S)/g
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '<': '>', '‘': '’', '“': '”', '\'': '\'', '"': '"', '`': '`' }
/** Stands for one of the program's own folders while paths are looked for. */
const ours = '/\u0000'

/** Whatever looks like a path keeps at most its last part, and that only where it is a file of the program. */
export function redact(text: string, { folders, user, host }: Personal): string {
  const known = [...folders].filter(folder => folder.length > 1).sort((a, b) => b.length - a.length)
  const marked = known.reduce((rest, folder) => rest.replaceAll(wholeFolder(folder), ours), text.replaceAll('\u0000', ''))
  const withoutPaths = marked.split('\n').map(withoutPathsOf).join('\n')
  return [user, host].filter(name => name.length > 1).reduce((rest, name) => rest.replaceAll(wholeWord(name), '…'), withoutPaths)
}

function withoutPathsOf(line: string): string {
  let told = ''
  let at = 0
  for (const { index } of line.matchAll(beginning)) {
    if (index < at) continue
    const end = endOf(line, index)
    told += line.slice(at, index) + lastPart(line.slice(index, end))
    at = end
  }
  return told + line.slice(at)
}

/**
 * Folders have blanks and apostrophes in their names, and no text says where such a name ends: one in quotes goes on to the last of these quotes,
 * any other to the end of the line. Too much is hidden rather than too little.
 */
function endOf(line: string, from: number): number {
  if (line.startsWith(ours, from)) {
    const rest = line.slice(from).search(/[\s'"`()<>|,;]/)
    return rest < 0 ? line.length : from + rest
  }
  const close = closing[line[from - 1] ?? '']
  const last = close === undefined ? -1 : line.lastIndexOf(close)
  return last > from ? last : line.length
}

function lastPart(path: string): string {
  const last = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const [, name = '', after = ''] = /^([\w.-]+?(?::\d+)*)(\.?(?:[:,;)].*)?)$/.exec(last) ?? []
  if (ownFile.test(name)) return `…/${name}${after}`
  return `…${/[:,.;]*$/.exec(last)?.[0] ?? ''}`
}

/** Not the beginning of another name: of `/srv/lab of jane`, when the folder is `/srv/lab`. */
function wholeFolder(folder: string): RegExp {
  return new RegExp(`${literally(folder)}(?=[\\\\/'"\`:,;)]|$)`, 'gm')
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${literally(name)}(?![\\p{L}\\p{N}])`, 'giu')
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
