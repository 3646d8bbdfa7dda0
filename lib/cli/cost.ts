import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Assumptions, assume, assumptionNames } from '../cost/assumptions.ts'
import { printableJson } from '../findings/printable.ts'
import type { Changes, CostOptions } from './cost-options.ts'
import { soundFleet } from './fleet.ts'

/** Adds `paddock cost`. */
export function addCost(paddock: Command): void {
  paddock
    .command('cost')
    .description(
      'what a month costs: by cluster, cell, tier and tenant, at list prices and an assumed spot price',
    )
    .option('--tenant <id>', 'each line of one tenant’s own bill, and its share of common ones')
    .addOption(
      new Option('--budget', 'compare each line with the budget for a hundred users').conflicts('tenant'),
    )
    .addOption(
      new Option('--assumptions', 'list what the figures take for granted').conflicts(['tenant', 'budget']),
    )
    .option('--assume <name=value>', 'another value for an assumption (repeatable)', collect)
    .option('--json', 'print the result as JSON')
    .action(async (options: CostOptions) => {
      const json = options.json === true
      const fleet = await soundFleet(paddock, json)
      if (!fleet) return
      const { costText } = await import('./cost-text.ts')
      const assumptions: Assumptions = assume(options.assume ?? {})
      const { value, text, exitCode } = costText(fleet, assumptions, options)
      process.exitCode = exitCode
      if (exitCode !== 0) console.error(text)
      else console.log(json ? printableJson(value) : text)
    })
}

function collect(given: string, before: Changes = {}): Changes {
  const [name = '', text = ''] = given.split('=')
  const known = assumptionNames.find((one) => one === name)
  if (!known) throw new InvalidArgumentError(`No such assumption; one of ${assumptionNames.join(', ')}.`)
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('Its value is a number, 0 or more.')
  }
  return { ...before, [known]: value }
}
