import { resolve } from 'node:path'
import type { Command } from 'commander'
import { printableJson } from '../findings/printable.ts'
import type { PlanReport } from '../plan/report.ts'
import { exitCodes } from './exit-codes.ts'
import type { PlanSource } from './plan-print.ts'
import { colorsFor, formatRendered } from './print.ts'
import { openProgress } from './progress.ts'
import { rootOf } from './root.ts'

interface Flags {
  readonly base?: string
  readonly from?: string
  readonly recomputed?: boolean
  readonly markdown?: boolean
  readonly json?: boolean
  readonly full?: boolean
  readonly cache: boolean
}

/** Adds `paddock plan`. */
export function addPlan(paddock: Command): void {
  paddock
    .command('plan')
    .description('print the effects of merging the working tree into a base; write nothing')
    .option('--base <ref>', 'branch, tag or commit to compare with, from where HEAD left it')
    .option('--from <file>', 'print a plan that --json wrote, instead of making one')
    .option('--recomputed', 'with --from: main’s code made the plan, from the files of the pull request')
    .option('--markdown', 'print it as the comment of a pull request')
    .option('--json', 'print it as JSON (docs/schemas/plan.schema.json)')
    .option('--full', 'leave no line out')
    .option('--no-cache', 'make and verify every unit again')
    .addHelpText('after', '\nExit codes: 0 safe, 1 wrong, 2 wrong use, 3 needs review, 4 dangerous')
    .action(async (flags: Flags, command: Command) => {
      if ((flags.base === undefined) === (flags.from === undefined))
        command.error("error: give one of '--base <ref>' and '--from <file>'", { exitCode: exitCodes.usage })
      if (flags.markdown && flags.json)
        command.error("error: give one of '--markdown' and '--json'", { exitCode: exitCodes.usage })
      if (flags.recomputed && flags.from === undefined)
        command.error("error: '--recomputed' needs '--from <file>'", { exitCode: exitCodes.usage })
      const root = rootOf(paddock)
      const report = await obtain(root, flags)
      process.exitCode = {
        safe: exitCodes.ok,
        review: exitCodes.review,
        dangerous: exitCodes.dangerous,
        wrong: exitCodes.findings,
      }[report.verdict]
      await print(report, flags)
    })
}

function sourceOf({ from, recomputed }: Flags): PlanSource {
  if (from === undefined) return 'own'
  return recomputed ? 'recomputed' : 'file'
}

async function obtain(root: string, { base = '', from, cache }: Flags): Promise<PlanReport> {
  if (from !== undefined) return (await import('./plan-file.ts')).readPlan(resolve(from))
  const progress = await openProgress('comparing')
  const { plan } = await import('../pipeline/plan.ts')
  try {
    return await plan({ root, base, cache, onProgress: progress.tenants })
  } finally {
    progress.stop()
  }
}

async function print(report: PlanReport, flags: Flags): Promise<void> {
  if (flags.json) {
    console.log(printableJson(report))
    return
  }
  const [{ planMarkdown, planText }, { full, short }] = await Promise.all([
    import('./plan-print.ts'),
    import('./plan-page.ts'),
  ])
  const options = flags.full ? full : short
  if (flags.markdown) {
    process.stdout.write(planMarkdown(report, options, sourceOf(flags)))
    return
  }
  const errors = report.findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) console.error(formatRendered(errors))
  console.log(planText(report, options, colorsFor(process.stdout)))
}
