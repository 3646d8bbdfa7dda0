import resources from '../../lib/kube/resources.json' with { type: 'json' }
import type { ComposedApi } from '../apis/region-apis.ts'

/** A kind that Crossplane manages outside the cluster. */
export interface ManagedKind {
  readonly group: string
  readonly kind: string
  /** `<plural>.<group>`: the name of its definition in Crossplane. */
  readonly definition: string
}

/** Every managed kind that the APIs use, sorted. Exactly these are activated and permitted. */
export function managedKinds(apis: readonly ComposedApi[]): ManagedKind[] {
  const composed = apis.flatMap(({ plans }) => plans.flatMap(({ resources: all }) => all))
  const kinds = new Map(
    composed.map(({ base: { apiVersion, kind } }) => {
      const group = apiVersion.split('/')[0] ?? ''
      return [`${group} ${kind}`, { group, kind, definition: `${plural(group, kind)}.${group}` }]
    }),
  )
  return [...kinds.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind)
}

function plural(group: string, kind: string): string {
  const found = (resources as Record<string, { plural: string } | undefined>)[`${group} ${kind}`]
  if (!found) throw new Error(`${group} ${kind} is not among the imported kinds`)
  return found.plural
}

/** AWS services of the kinds. Each has a provider. `rds` of `rds.aws.upbound.io`. */
export function awsServices(kinds: readonly ManagedKind[]): string[] {
  const services = kinds.flatMap(({ group }) => /^([a-z0-9-]+)\.aws\.upbound\.io$/.exec(group)?.[1] ?? [])
  return [...new Set(services)].sort()
}
