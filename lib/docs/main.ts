import { readFileSync, writeFileSync } from 'node:fs'
import { waveOf } from '../../charts/platform/index.ts'
import { registry } from '../../charts/platform/registry.ts'
import { architectureSvg } from './architecture-svg.ts'
import { componentOwners, ownerMarks, wallMarks, wallOwners } from './code-owners.ts'
import { componentsTable, tableMarks } from './components-table.ts'
import { fieldsMarks, fieldsTables } from './fields-tables.ts'
import { replaceBetween } from './region-of-file.ts'
import {
  assumptionMarks,
  assumptionsTable,
  exampleMarks,
  exampleStudy,
  exampleText,
} from './simulation-example.ts'
import { simulationSvg } from './simulation-svg.ts'
import { walls } from './walls.ts'

const root = new URL('../../', import.meta.url)

/** Writes the generated files of docs/, and the generated lines of other files, that no other command writes. */
function write(path: string, text: (before: string) => string): void {
  const file = new URL(path, root)
  writeFileSync(file, text(readFileSync(file, 'utf8')))
  console.log(`${path} written`)
}

write('docs/architecture.svg', architectureSvg)
const rows = registry.map((component) => ({ component, wave: waveOf(component.name) }))
write('docs/fields.md', (before) => replaceBetween(before, fieldsMarks, fieldsTables()))
write('docs/components.md', (before) => replaceBetween(before, tableMarks, componentsTable(rows)))
const study = exampleStudy()
write('docs/simulation.svg', () => simulationSvg(study))
write('docs/simulation.md', (before) =>
  replaceBetween(
    replaceBetween(before, assumptionMarks, assumptionsTable()),
    exampleMarks,
    exampleText(study),
  ),
)
write('.github/CODEOWNERS', (before) => {
  const organisation = /@([^/\s]+)\/platform/.exec(before)?.[1] ?? 'paddock-example'
  const owned = replaceBetween(before, ownerMarks, componentOwners(registry, organisation))
  return replaceBetween(owned, wallMarks, wallOwners(walls, organisation))
})
