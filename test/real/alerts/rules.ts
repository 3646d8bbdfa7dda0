import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readDist } from '../../support/dist.ts'

/** Writes the groups of the committed PrometheusRule as promtool reads them. */
const rule = readDist('us-east-1/platform/alerts/')
  .flatMap(({ objects }) => objects)
  .find(({ kind }) => kind === 'PrometheusRule')
if (!rule) throw new Error('dist has no PrometheusRule')
writeFileSync(join(process.argv[2] ?? '.', 'rules.yaml'), stringify(rule['spec']))
