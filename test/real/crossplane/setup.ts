import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startFunctions } from './functions.ts'

/** Starts the functions once for all suites. */
export default async function setup(project: TestProject): Promise<() => void> {
  const bin = process.env['PADDOCK_CROSSPLANE']
  if (!bin) throw new Error('run `npm run verify:crossplane`: it builds Crossplane and says where it is')
  const folder = mkdtempSync(join(tmpdir(), 'paddock-crossplane-'))
  const functions = await startFunctions(bin, folder)
  project.provide('renderer', { bin, folder, functionsFile: functions.file })
  return () => {
    functions.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    renderer: { bin: string; folder: string; functionsFile: string }
  }
}
