import type { Command } from 'commander'
import { sortFindings } from '../findings/finding.ts'
import { printableJson } from '../findings/printable.ts'
import { renderAll } from '../findings/render.ts'
import { loadSpecs } from '../pipeline/load.ts'
import type { PlatformFleet } from '../rules/fleet.ts'
import { checkFleet } from '../rules/index.ts'
import { countFindings, formatFindings } from './print.ts'
import { rootOf } from './root.ts'

/**
 * All specs if they are valid. Otherwise it prints their errors, as JSON if asked, and sets the exit code: figures over
 * contradictory specs would be meaningless.
 */
export async function soundFleet(paddock: Command, json: boolean): Promise<PlatformFleet | undefined> {
  const loaded = await loadSpecs(rootOf(paddock))
  const found = [...loaded.findings, ...(loaded.findings.length > 0 ? [] : checkFleet(loaded))]
  const errors = found.filter(({ level }) => level === 'error')
  if (errors.length === 0) return loaded
  process.exitCode = 1
  if (json) console.log(printableJson({ findings: renderAll(sortFindings(errors)) }))
  else {
    console.error(formatFindings(errors))
    console.log(`${countFindings(errors)}; fix them`)
  }
  return undefined
}
