import { instanceType } from '../catalog/instances.ts'
import { error, type Finding } from '../findings/finding.ts'
import { typesInUse } from '../resolve/fleet.ts'
import type { Fleet } from './fleet.ts'

/** Sums of node groups are in order, and each group has a type that can be bought. */
export function checkClusters(fleet: Fleet): Finding[] {
  return fleet.clusters.flatMap(({ file, spec }) => {
    if (spec.kind !== 'regional') return []
    return (['cpu', 'gpu'] as const).flatMap((name) => {
      const { types, min, desired, max } = spec.nodeGroups[name]
      const field = `nodeGroups.${name}`
      const findings: Finding[] = []
      if (min > desired || desired > max) {
        findings.push(error('node-group', { file, field }, { problem: 'order', min, desired, max }))
      }
      if (!types.some((type) => instanceType(type).sold)) {
        const at = { file, field: `${field}.types` }
        findings.push(error('node-group', at, { problem: 'not-sold', types }))
      }
      const used = typesInUse(spec.nodeGroups, name)
      types.forEach((type, index) => {
        if (instanceType(type).sold && !used.includes(type)) {
          const at = { file, field: `${field}.max` }
          findings.push(error('node-group', at, { problem: 'no-node', type, max }))
        }
        if ((instanceType(type).gpu !== undefined) === (name === 'gpu')) return
        const at = { file, field: `${field}.types[${index}]` }
        findings.push(error('node-group', at, { problem: 'class', type, group: name }))
      })
      return findings
    })
  })
}
