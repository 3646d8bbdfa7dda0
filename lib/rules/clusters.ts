import { instanceType } from '../catalog/instances.ts'
import { typesInUse } from '../resolve/fleet.ts'
import { error, type Finding } from '../spec/finding.ts'
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
        const why = `min ${min}, desired ${desired} and max ${max} are not in order`
        findings.push(error('node-group', file, field, why, 'set min ≤ desired ≤ max'))
      }
      if (!types.some((type) => instanceType(type).sold)) {
        const why = `AWS sells none of ${types.join(', ')} any more`
        findings.push(error('node-group', file, `${field}.types`, why, 'add a type that is sold'))
      }
      const used = typesInUse(spec.nodeGroups, name)
      types.forEach((type, index) => {
        if (instanceType(type).sold && !used.includes(type)) {
          const why = `max ${max} leaves no node for ${type}`
          findings.push(error('node-group', file, `${field}.max`, why, 'raise max, or name fewer types'))
        }
        if ((instanceType(type).gpu !== undefined) === (name === 'gpu')) return
        const why = `${type} ${name === 'gpu' ? 'has no GPU' : 'has a GPU'}`
        findings.push(
          error('node-group', file, `${field}.types[${index}]`, why, `move it to the other group`),
        )
      })
      return findings
    })
  })
}
