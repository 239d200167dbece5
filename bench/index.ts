/** `npm run bench`: measures part after part, prints what it found, and keeps it. */
import { bringUpDisplay } from './display'
import type { Options } from './options'
import { help, parseOptions } from './options'
import type { Bench, Part } from './part'
import { partsOf } from './parts'
import { keep, machineNow, sentenceOf, tableOf } from './report'
import type { Section } from './report'

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args)
  if (!options) {
    console.log(help)
    return 0
  }
  const parts = chosenParts(options)
  const closeDisplay = await bringUpDisplay()
  try {
    const machine = machineNow()
    console.log(sentenceOf(machine))
    const sections: Section[] = []
    for (const part of parts) {
      sections.push(await sectionOf(part, { options, tell: text => console.error(`    ${part.name}: ${text}`) }))
      console.log(`\n${tableOf(sections.at(-1) as Section)}`)
    }
    console.log(`\nKept in ${keep(machine, sections)}`)
    return sections.some(({ figures }) => figures.some(figure => 'reason' in figure)) ? 1 : 0
  } finally {
    closeDisplay()
  }
}

function chosenParts({ sets, only }: Options): Part[] {
  const all = sets.flatMap(partsOf)
  const strange = only.find(name => !all.some(part => part.name === name))
  if (strange !== undefined) throw new RangeError(`There is no part "${strange}" here. There are: ${all.map(part => part.name).join(', ')}.`)
  return only.length > 0 ? all.filter(part => only.includes(part.name)) : all
}

/** A part that fails leaves the others their turn. */
async function sectionOf(part: Part, bench: Bench): Promise<Section> {
  const { name, title } = part
  try {
    return { part: name, title, figures: await part.measure(bench) }
  } catch (error) {
    return { part: name, title, figures: [{ name: title, reason: error instanceof Error ? error.message : String(error) }] }
  }
}

main(process.argv.slice(2)).then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error)
    process.exit(2)
  },
)
