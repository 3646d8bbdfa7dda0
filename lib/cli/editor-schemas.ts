import { planSchema } from '../plan/report.ts'
import { clusterSchema } from '../spec/cluster.ts'
import { tenantSchema } from '../spec/tenant.ts'

/** JSON Schemas of the specs, for editors, and of plans, for programs; by the name of their file. */
export function editorSchemas(): Readonly<Record<string, string>> {
  const text = (title: string, schema: object) =>
    `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema }, undefined, 2)}\n`
  return {
    'cluster.schema.json': text('A cluster of Paddock', clusterSchema),
    'plan.schema.json': text('A plan of Paddock', planSchema),
    'tenant.schema.json': text('A tenant of Paddock', tenantSchema),
  }
}
