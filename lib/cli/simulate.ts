import { type Command, InvalidArgumentError } from 'commander'
import { assume } from '../cost/assumptions.ts'
import {
  assumeForDay,
  type SimulationAssumptions,
  simulationAssumptionNames,
} from '../simulate/assumptions.ts'
import { soundFleet } from './fleet.ts'

type Changes = Partial<SimulationAssumptions>

interface Options {
  readonly cluster?: string
  readonly seed: number
  readonly assume?: Changes
  readonly json?: boolean
}

/** Adds `paddock simulate`. */
export function addSimulate(paddock: Command): void {
  paddock
    .command('simulate')
    .description('a day of questions against the rules in dist: replicas, waits, nodes, USD, a spot loss')
    .option('--cluster <cluster>', 'one cluster (default: all that have tenants in AWS)')
    .option('--seed <number>', 'another day of the same people', seed, 1)
    .option('--assume <name=value>', 'another value for an assumption (repeatable)', collect)
    .option('--json', 'print the result as JSON')
    .action(async (options: Options) => {
      const fleet = await soundFleet(paddock, options.json === true)
      if (!fleet) return
      const [{ simulationInputs }, { studyCluster }, { studyText, thinned }] = await Promise.all([
        import('../pipeline/simulate.ts'),
        import('../simulate/study.ts'),
        import('./simulate-text.ts'),
      ])
      const day = assumeForDay(options.assume)
      const all = simulationInputs(fleet, { cost: assume(), day })
      const inputs = all.filter(({ name }) => options.cluster === undefined || name === options.cluster)
      if (inputs.length === 0) {
        console.error(`no such cluster; one of ${all.map(({ name }) => name).join(', ')}`)
        process.exitCode = 2
        return
      }
      const studies = inputs.map((input) => studyCluster(input, day, options.seed))
      const value = { seed: options.seed, assumptions: day, clusters: studies.map(thinned) }
      console.log(options.json ? JSON.stringify(value, undefined, 2) : studyText(studies, options.seed))
    })
}

function seed(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 2 ** 31) {
    throw new InvalidArgumentError('It is a whole number from 0 to 2147483648.')
  }
  return value
}

function collect(given: string, before: Changes = {}): Changes {
  const [name = '', text = ''] = given.split('=')
  const known = simulationAssumptionNames.find((one) => one === name)
  if (!known) {
    throw new InvalidArgumentError(`No such assumption; one of ${simulationAssumptionNames.join(', ')}.`)
  }
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('Its value is a number above 0.')
  }
  return { ...before, [known]: value }
}
