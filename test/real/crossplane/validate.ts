import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import type { KubeObject } from '../../../lib/kube/object.ts'
import type { Renderer } from './render.ts'
import { yamlText } from './yaml.ts'

/** The validator's result for one object. */
export interface Verdict {
  readonly name: string
  readonly status: 'valid' | 'invalid' | 'missingSchema'
  readonly errors?: readonly { readonly type: string; readonly field: string; readonly message: string }[]
}

/** Asks Crossplane's own validator: the API server's library, CEL and unknown fields included. */
export async function validate(
  { bin, folder }: Renderer,
  definitions: readonly KubeObject[],
  objects: readonly KubeObject[],
): Promise<readonly Verdict[]> {
  const here = mkdtempSync(join(folder, 'validate-'))
  const schemas = join(bin, 'schemas')
  const [core = ''] = readdirSync(schemas)
  writeFileSync(join(here, 'definitions.yaml'), yamlText(definitions))
  writeFileSync(join(here, 'objects.yaml'), yamlText(objects))
  const { stdout, stderr } = await x(join(bin, 'crossplane-cli'), [
    'resource',
    'validate',
    `--crossplane-image=${core.replace('@', ':')}`,
    `--cache-dir=${schemas}`,
    '--error-on-missing-schemas',
    '--output=json',
    join(here, 'definitions.yaml'),
    join(here, 'objects.yaml'),
  ])
  rmSync(here, { recursive: true })
  if (!stdout.startsWith('{')) throw new Error(`the validator says: ${stderr.trim()}`)
  return (JSON.parse(stdout) as { resources: Verdict[] }).resources
}
