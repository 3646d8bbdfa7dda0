import type { Environment } from '../../../crossplane/compose/composition.ts'
import { type HubPart, hubLabels, hubParts } from '../../../crossplane/hub-environment.ts'
import { regionSchema } from '../../../crossplane/region.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { sampleEnvironment } from '../../crossplane/sample-environment.ts'
import { readDist } from '../../support/dist.ts'
import type { Apis } from './life.ts'

/** Definitions in a cluster's dist. */
export function apisOf(cluster: string): Apis {
  const objects = readDist(`${cluster}/platform/crossplane/`).flatMap((file) => file.objects)
  return {
    definitions: objects.filter(({ kind }) => kind === 'CompositeResourceDefinition'),
    compositions: objects.filter(({ kind }) => kind === 'Composition'),
  }
}

/** An EnvironmentConfig for each source of a composition's environment, as the claim selects it, filled with samples. */
export function environmentsOf(environments: readonly Environment[], claim: KubeObject): KubeObject[] {
  const spec = claim['spec'] as Readonly<Record<string, string>>
  return environments.map(({ from }) => {
    if ('name' in from) return environmentConfig(from.name, {}, sampleEnvironment(regionSchema))
    const part = String(from.labels[hubLabels.part]) as HubPart
    const selector = from.labels[hubLabels.region]
    const region = typeof selector === 'object' ? (spec[selector.spec] ?? '') : (selector ?? '')
    return environmentConfig(
      `${region}-${part}`,
      { [hubLabels.part]: part, [hubLabels.region]: region },
      { [part]: sampleEnvironment(hubParts[part]) },
    )
  })
}

function environmentConfig(name: string, labels: Record<string, string>, data: object): KubeObject {
  return {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name, labels },
    data,
  }
}
