import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { printable, printableJson } from '../findings/printable.ts'
import { renderAll } from '../findings/render.ts'
import { type SynthResult, synth } from '../pipeline/synth.ts'
import { foreignEntry } from '../write/stage.ts'
import { driftFindings } from './drift.ts'
import { exitCodes } from './exit-codes.ts'
import { colorsFor, countFindings, formatFindings, plural } from './print.ts'
import { openProgress } from './progress.ts'
import { rootOf } from './root.ts'

/** Adds `paddock synth`. */
export function addSynth(paddock: Command): void {
  paddock
    .command('synth')
    .description('check everything, then write dist/; nothing is written when anything is wrong')
    .option('--out <folder>', 'folder to fill (default: dist, or CDK8S_OUTDIR as cdk8s sets it)')
    .option('--no-cache', 'make and verify every unit again')
    .option('--json', 'print the result as JSON')
    .action(async (options: { out?: string; json?: boolean; cache: boolean }) => {
      const root = rootOf(paddock)
      const out = options.out ?? process.env['CDK8S_OUTDIR']
      const foreign = out && resolve(out) !== join(root, 'dist') ? foreignEntry(resolve(out)) : undefined
      if (foreign !== undefined) {
        console.error(
          `${printable(out ?? '')} holds ${printable(foreign)}, which synth did not make and would delete; give an empty folder`,
        )
        process.exitCode = exitCodes.usage
        return
      }
      await run({ root, ...(out ? { out: resolve(out) } : {}), cache: options.cache }, options.json === true)
    })
}

/** Adds `paddock check`. */
export function addCheck(paddock: Command): void {
  paddock
    .command('check')
    .description('load, check, draw and verify everything, compare it with dist/; write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const root = rootOf(paddock)
      await run({ root, write: false, cache: true }, options.json === true)
    })
}

async function run(
  options: { root: string; out?: string; write?: boolean; cache: boolean },
  json: boolean,
): Promise<void> {
  const started = performance.now()
  const progress = await openProgress('loading', json)
  const made = await synth({
    ...options,
    onProgress: progress.tenants,
    onWait: (pid) => console.error(`waiting for another synth, process ${pid}`),
  })
  progress.stop()
  const seconds = (performance.now() - started) / 1000
  const result = { ...made, findings: [...made.findings, ...(made.drift ? driftFindings(made.drift) : [])] }
  if (result.findings.some(({ level }) => level === 'error')) process.exitCode = exitCodes.findings
  if (json) console.log(printableJson({ ...result, findings: renderAll(result.findings) }))
  else print(result, options.write !== false, seconds)
}

function print(result: SynthResult, write: boolean, seconds: number): void {
  const errors = result.findings.filter(({ level }) => level === 'error')
  const failed = errors.length > 0
  // A notice stops nobody: synth counts them, check shows them when no error would drown among them.
  const shown = write || failed ? errors : result.findings
  if (shown.length > 0) console.error(formatFindings(shown))
  for (const { name, tenants, standby, objects, files } of failed ? [] : result.clusters) {
    const parts = [
      plural(tenants, 'tenant'),
      ...(standby > 0 ? [`${standby} standing by`] : []),
      plural(objects, 'object'),
      plural(files, 'file'),
    ]
    console.log(`${colorsFor(process.stdout).green('✔')} ${name.padEnd(12)} ${parts.join(', ')}`)
  }
  const found = countFindings(result.findings)
  const hint = write && !failed && found ? ', shown by `npm run check`' : ''
  if (failed) console.log(`${found}; ${write ? 'nothing was written' : 'fix them'}`)
  else {
    const changes = `${result.written.length} written, ${result.removed.length} removed, ${result.unchanged} unchanged`
    console.log(
      `${write ? changes : 'all is well'}${found ? `, ${found}${hint}` : ''} (${seconds.toFixed(1)} s)`,
    )
  }
}
