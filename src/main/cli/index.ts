/** The lab without a window: the same engine, one JSON object a line on standard output, logs on standard error. */
import { LabError, messageOf } from '@shared/errors'
import { helpText, parseCommand } from './arguments'

/**
 * What a script can rely on: 0 for success, 1 where the work failed, 2 for arguments that are not understood.
 * The engine is loaded by the commands that need it: help and a word about a wrong argument come at once.
 */
async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv)
  switch (command.kind) {
    case 'help':
      console.log(helpText())
      return 0
    case 'train': return (await import('./train')).trainCommand(command)
    case 'resume': return (await import('./train')).resumeCommand(command)
    case 'trajectory': return (await import('./trajectory')).trajectoryCommand(command)
    case 'devices': return (await import('./devices')).devices()
    case 'gpu': return (await import('./gpu')).gpuCommand(command)
    case 'self-test': return (await import('./selfTest')).selfTestCommand(command)
  }
}

main(process.argv.slice(2)).then(code => process.exit(code), (error: unknown) => {
  const isUsage = error instanceof LabError && (error.code === 'E_FORM' || error.code === 'E_LINK')
  console.error(messageOf(error))
  process.exit(isUsage ? 2 : 1)
})
