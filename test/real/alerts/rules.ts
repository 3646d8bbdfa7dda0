import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readDist } from '../../support/dist.ts'

/** Writes the groups of the PrometheusRules of one region as promtool reads them. Those of other regions are the same. */
const files = readDist().filter(({ path }) => path.includes('/platform/alerts/'))
const region = files[0]?.path.split('/')[0] ?? ''
const groups = files
  .filter(({ path }) => path.startsWith(`${region}/`))
  .flatMap(({ objects }) => objects)
  .filter(({ kind }) => kind === 'PrometheusRule')
  .flatMap((rule) => (rule['spec'] as { readonly groups: readonly unknown[] }).groups)
if (groups.length === 0) throw new Error('dist has no PrometheusRule')
writeFileSync(join(process.argv[2] ?? '.', 'rules.yaml'), stringify({ groups }))
