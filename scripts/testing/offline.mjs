/** `node scripts/testing/offline.mjs SCRIPT …` runs a Node script with no network but a loopback, where that may be arranged (root on Linux). */
import { attach, works } from '../setup/tool.mjs'

const command = [process.execPath, ...process.argv.slice(2)]
const alone = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']

const may = await works('unshare', ['--net', 'sh', '-c', 'ip link set lo up'])
if (!may) console.log('(The network stays: only root can take it away.)')
const [program = '', ...args] = may ? [...alone, ...command] : command
process.exitCode = await attach(program, args)
