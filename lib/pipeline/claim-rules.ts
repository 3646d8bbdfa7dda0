import { group } from '../../crossplane/compose/api.ts'
import type { ImmutableFields } from '../catalog/immutable-fields.ts'

/** Fields that Paddock's own APIs keep as they were created or only raise, from the definitions that make their CRDs. */
export async function claimRules(): Promise<ImmutableFields[]> {
  const [{ hubApis }, { regionApis }] = await Promise.all([
    import('../../crossplane/apis/hub-apis.ts'),
    import('../../crossplane/apis/region-apis.ts'),
  ])
  return [...regionApis, ...hubApis].map(({ api }) => ({
    kind: `${group}/${api.kind}`,
    fields: api.immutable.map((field) => `spec.${field}`),
    grows: (api.growing ?? []).map((field) => `spec.${field}`),
  }))
}

/** True for a claim of one of Paddock's APIs. */
export function isClaim(kind: string): boolean {
  return kind.startsWith(`${group}/`)
}
