/** The lab without a window: the same engine, one JSON object a line on standard output, logs on standard error. */
import { LabError, messageOf } from '@shared/errors'
import { devices } from './devices'
import { helpText, parseCommand } from './arguments'
import { resumeCommand, trainCommand } from './train'
import { selfTestCommand } from './selfTest'
import { trajectoryCommand } from './trajectory'

/** What a script can rely on: 0 for success, 1 where the work failed, 2 for arguments that are not understood. */
async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv)
  switch (command.kind) {
    case 'help':
      console.log(helpText())
      return 0
    case 'train': return trainCommand(command)
    case 'resume': return resumeCommand(command)
    case 'trajectory': return trajectoryCommand(command)
    case 'devices': return devices()
    case 'self-test': return selfTestCommand(command)
  }
}

main(process.argv.slice(2)).then(code => process.exit(code), (error: unknown) => {
  const isUsage = error instanceof LabError && (error.code === 'E_FORM' || error.code === 'E_LINK')
  console.error(messageOf(error))
  process.exit(isUsage ? 2 : 1)
})
