import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { functions } from '../../../crossplane/compose/functions.ts'
import { claimPort } from '../../support/ports.ts'
import { connects } from './connects.ts'
import { yamlText } from './yaml.ts'

/** Program of each function among the built ones. */
const programs: Readonly<Record<string, string>> = {
  [functions.environmentConfigs.name]: 'environment-configs',
  [functions.patchAndTransform.name]: 'function-patch-and-transform',
  [functions.autoReady.name]: 'function-auto-ready',
}

/** The functions, listening on the loopback interface. */
export interface RunningFunctions {
  /** Passes their addresses to `crossplane render`. */
  readonly file: string
  stop(): void
}

/** Starts every function that the compositions name, as Crossplane would run it. */
export async function startFunctions(bin: string, folder: string): Promise<RunningFunctions> {
  // Each writes some lines a call; the answer also reports errors.
  const log = openSync(join(folder, 'functions.log'), 'a')
  const started: { child: ChildProcess; name: string; port: number }[] = []
  for (const [name, program] of Object.entries(programs)) {
    const port = await claimPort()
    const child = spawn(join(bin, program), ['--insecure', `--address=127.0.0.1:${port}`], {
      stdio: ['ignore', log, log],
    })
    started.push({ child, name, port })
  }
  for (const { port, name } of started) await connects(port, name)
  const file = join(folder, 'functions.yaml')
  writeFileSync(file, yamlText(started.map(({ name, port }) => functionObject(name, port))))
  return {
    file,
    stop: () => {
      for (const { child } of started) child.kill()
    },
  }
}

function functionObject(name: string, port: number): object {
  const { package: source } = Object.values(functions).find((one) => one.name === name) ?? { package: name }
  return {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Function',
    metadata: {
      name,
      annotations: {
        'render.crossplane.io/runtime': 'Development',
        'render.crossplane.io/runtime-development-target': `127.0.0.1:${port}`,
      },
    },
    spec: { package: source },
  }
}
