/** A Debian with next to nothing in it, in a folder: what an installation changes can be seen, and what it lacks is missed. */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root as checkout } from './apps'

const release = 'bookworm'

/** Mounts what programs want, seen by nobody else, then runs "$@" in the folder. */
const enter = `mount --rbind /dev "$0/dev"; mount -t proc proc "$0/proc"; mount --bind /sys "$0/sys"
if [ -d /tmp/.X11-unix ]; then mkdir -p "$0/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"; fi
exec chroot "$0" "$@"`

export class CleanDebian {
  readonly folder: string

  /** Needs root, debootstrap and a network. */
  constructor() {
    const parent = join(checkout, '.cache')
    mkdirSync(parent, { recursive: true })
    this.folder = mkdtempSync(join(parent, 'debian-'))
    chmodSync(this.folder, 0o755) // it is a system's root, where everybody has to pass
    execFileSync('debootstrap', ['--variant=minbase', release, this.folder, mirror()], { stdio: ['ignore', 'ignore', 'inherit'] })
    for (const file of ['resolv.conf', 'hosts']) copyFileSync(join('/etc', file), join(this.folder, 'etc', file))
    cpSync('/etc/apt/apt.conf.d', join(this.folder, 'etc/apt/apt.conf.d'), { recursive: true }) // how this computer reaches the mirror
    this.run('useradd', '--create-home', 'tester')
  }

  /** As root; throws where it fails. */
  run(...command: readonly string[]): string {
    const [program, ...args] = this.command(...command)
    return execFileSync(program, args, { encoding: 'utf8', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } })
  }

  /** The same as a command of this system's. */
  command(...command: readonly string[]): [string, ...string[]] {
    return ['unshare', '--mount', 'sh', '-ec', enter, this.folder, ...command]
  }

  asTester(...command: readonly string[]): [string, ...string[]] {
    const user = ['setpriv', '--reuid=tester', '--regid=tester', '--init-groups', '--reset-env', 'env', `DISPLAY=${process.env['DISPLAY'] ?? ''}`]
    return this.command(...user, ...command)
  }

  /** The paths of all files, but for what packages leave behind by custom: caches, logs, and dpkg's own books. */
  files(): Set<string> {
    const custom = /^(?:var\/(?:cache|log|lib\/(?:dpkg|apt|systemd))|home|tmp|proc|sys|dev|run)(?:\/|$)/
    const all = execFileSync('find', [this.folder, '-xdev', '-printf', '%P\\n'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n')
    return new Set(all.filter(path => path !== '' && !custom.test(path)))
  }

  remove(): void {
    if (readdirSync(join(this.folder, 'proc')).length > 0) throw new Error(`${this.folder} still has something mounted in it.`)
    rmSync(this.folder, { recursive: true })
  }
}

/** Where this computer has its packages from. */
function mirror(): string {
  const folder = '/etc/apt/sources.list.d'
  const lists = ['/etc/apt/sources.list', ...readdirSync(folder).filter(name => /\.(?:list|sources)$/.test(name)).map(name => join(folder, name))]
  const text = lists.filter(file => existsSync(file)).map(file => readFileSync(file, 'utf8')).join('\n')
  const [, found] = /^(?:deb (?:\[.*\] )?|URIs: )(\S+\/debian)\/?(?:\s|$)/m.exec(text) ?? []
  if (!found) throw new Error('No mirror of Debian is named in /etc/apt.')
  return found
}
