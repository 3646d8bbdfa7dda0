import type { Command } from 'commander'
import type { DrillReport, Target, Walk } from '../drill/report.ts'
import { printableJson } from '../findings/printable.ts'
import { soundFleet } from './fleet.ts'
import { plural } from './print.ts'
import { formatTable, right } from './table.ts'

/** Adds `paddock drill`. */
export function addDrill(paddock: Command): void {
  paddock
    .command('drill')
    .description('walk through the failover of a region in memory, and hold its times against the targets')
    .option('--from <cluster>', 'cluster that is lost (default: the first that replicates its cells)')
    .option('--json', 'print the result as JSON')
    .action(async (options: { from?: string; json?: boolean }) => {
      const fleet = await soundFleet(paddock, options.json === true)
      if (!fleet) return
      const { drill } = await import('../pipeline/drill.ts')
      const report = drill(fleet, options.from)
      if ('why' in report) {
        console.error(report.why)
        process.exitCode = 2
        return
      }
      if (report.notReady.length > 0) process.exitCode = 1
      console.log(options.json ? printableJson(report) : drillText(report))
    })
}

function drillText(report: DrillReport): string {
  const { from, to, line, moves, stays, walks, notReady, targets } = report
  return [
    `${from} is lost: in ${line.file}, ${line.text}`,
    `${plural(moves.length, 'tenant')} moved to ${to}: ${moves.join(', ') || 'none'}`,
    `${plural(stays.length, 'tenant')} bound to ${from}${stays.length > 0 ? `: ${stays.join(', ')}` : ''}`,
    '',
    ...walks.map(walkText),
    notReady.length === 0
      ? `everything that ${to} needs is in its dist already`
      : `not ready in ${to}: ${notReady.join(', ')}`,
    '',
    targetTable(targets),
    '',
    ...targets.map(stepsText),
  ].join('\n')
}

function walkText({ cluster, created, changed, deleted }: Walk): string {
  const kinds = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ') || 'nothing'
  return `${cluster} creates ${kinds(created)}; changes ${kinds(changed)}; deletes ${kinds(deleted)}`
}

function targetTable(targets: readonly Target[]): string {
  return formatTable(
    [
      { head: 'target' },
      { head: 'loss of' },
      right('at most'),
      right('takes'),
      { head: 'verdict' },
      { head: 'watched by' },
      { head: 'note' },
    ],
    targets.map((one) => [
      `${one.kind} ${one.name}`,
      one.loss,
      `${one.targetSeconds} s`,
      `${one.seconds} s`,
      one.verdict,
      one.alerts.join(', ') || '–',
      one.note,
    ]),
  )
}

function stepsText({ kind, name, loss, steps }: Target): string {
  const rows = steps.map((one) => [`  ${one.stage}`, one.name, `${one.seconds} s`, one.basis, one.by])
  return `${kind} ${name}, loss of a ${loss}\n${formatTable([{ head: '  step' }, { head: '' }, right('takes'), { head: 'is' }, { head: 'by' }], rows)}\n`
}
