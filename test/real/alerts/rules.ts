import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readDist } from '../../support/dist.ts'

interface Group {
  readonly rules: readonly { readonly alert?: string; readonly for?: string }[]
}

/**
 * Writes the groups of the PrometheusRules of one region as promtool reads them; those of other regions are the same. Also
 * writes, for each alert that waits, a folder `without/<alert>` with the same rules in which it does not wait.
 */
const work = process.argv[2] ?? '.'
const files = readDist().filter(({ path }) => path.includes('/platform/alerts/'))
const region = files[0]?.path.split('/')[0] ?? ''
const groups = files
  .filter(({ path }) => path.startsWith(`${region}/`))
  .flatMap(({ objects }) => objects)
  .filter(({ kind }) => kind === 'PrometheusRule')
  .flatMap((rule) => (rule['spec'] as { readonly groups: readonly Group[] }).groups)
if (groups.length === 0) throw new Error('dist has no PrometheusRule')
writeFileSync(join(work, 'rules.yaml'), stringify({ groups }))

const waiting = groups.flatMap(({ rules }) => rules).filter((rule) => rule.alert && rule.for)
for (const { alert = '' } of waiting) {
  const folder = join(work, 'without', alert)
  mkdirSync(folder, { recursive: true })
  const changed = groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => (rule.alert === alert ? { ...rule, for: undefined } : rule)),
  }))
  writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: changed }))
}
