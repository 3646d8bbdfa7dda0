import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readDist } from '../../support/dist.ts'

/** Writes the groups of all committed PrometheusRules as promtool reads them. */
const groups = readDist('us-east-1/platform/alerts/')
  .flatMap(({ objects }) => objects)
  .filter(({ kind }) => kind === 'PrometheusRule')
  .flatMap((rule) => (rule['spec'] as { readonly groups: readonly unknown[] }).groups)
if (groups.length === 0) throw new Error('dist has no PrometheusRule')
writeFileSync(join(process.argv[2] ?? '.', 'rules.yaml'), stringify({ groups }))
