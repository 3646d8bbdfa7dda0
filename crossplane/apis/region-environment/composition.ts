import { type Composed, type CompositionPlan, regionEnvironmentName } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { fromRegion, fromSpec, type Patch } from '../../compose/patch.ts'
import { type HubPart, ownParts, peerParts } from '../../hub-environment.ts'
import { type HubSource, publication } from '../../publication.ts'

const manifest = 'spec.forProvider.manifest'

/** Parts from which the publication reads. The composition waits for exactly these. */
function partsOf(reads: (source: string) => string | undefined): HubPart[] {
  const found = Object.values(publication).flatMap((source) =>
    typeof source === 'string' ? (reads(source) ?? []) : [],
  )
  return [...new Set(found)].sort() as HubPart[]
}

const own = partsOf((source) => (source.startsWith('peer.') ? undefined : source.split('.')[0]))
const peer = partsOf((source) => (source.startsWith('peer.') ? source.split('.')[1] : undefined))

function publish([field, source]: [string, HubSource]): Patch {
  const to = `${manifest}.data.${field}`
  return typeof source === 'string' ? fromRegion(source, to) : fromSpec(source.spec, to)
}

/** It stays when its claim is deleted, because the region's compositions must not lose their values. */
const environment: Composed = {
  name: 'environment',
  base: {
    apiVersion: 'kubernetes.crossplane.io/v1alpha2',
    kind: 'Object',
    spec: {
      managementPolicies: keepData,
      forProvider: {
        manifest: {
          apiVersion: 'apiextensions.crossplane.io/v1beta1',
          kind: 'EnvironmentConfig',
          metadata: { name: regionEnvironmentName },
        },
      },
      providerConfigRef: {},
    },
  },
  patches: [
    // A region's cluster is registered under the region's name.
    fromSpec('region', 'spec.providerConfigRef.name'),
    ...Object.entries(publication).map(publish),
  ],
}

/** One object, written as soon as every part of both regions is known. */
export const regionEnvironmentPlans: readonly CompositionPlan[] = [
  { environments: [...ownParts(...own), ...peerParts(...peer)], resources: [environment] },
]
