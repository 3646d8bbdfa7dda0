import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { guarded, wave } from '../../lib/kube/guard.ts'
import { type Api, compositeKind, group, version } from './api.ts'
import { claimNames, claimScope } from './claim.ts'
import { compositionName } from './composition-name.ts'
import { structural } from './structural.ts'

/** Draws the definition of an API: composite resource and claim, one version. */
export function drawDefinition(chart: Chart, api: Api): void {
  const composite = compositeKind(api)
  const plural = `x${api.plural}`
  draw(chart, {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'CompositeResourceDefinition',
    // With it go its claims, and what they made.
    metadata: { name: `${plural}.${group}`, annotations: { ...wave(-1), ...guarded } },
    spec: {
      claimNames: claimNames(api),
      ...(api.connectionKeys.length > 0 ? { connectionSecretKeys: [...api.connectionKeys] } : {}),
      // What holds data is deleted before its composite resource is gone, so that nothing is left behind unseen.
      defaultCompositeDeletePolicy: 'Foreground',
      defaultCompositionRef: { name: compositionName(api) },
      group,
      names: { kind: composite, plural, singular: composite.toLowerCase(), listKind: `${composite}List` },
      scope: claimScope,
      versions: [
        { name: version, referenceable: true, served: true, schema: { openAPIV3Schema: rootSchema(api) } },
      ],
    },
  })
}

function rootSchema(api: Api): Record<string, unknown> {
  const spec = structural(api.spec) as { properties?: Record<string, object> }
  const immutable = api.immutable.map((field) => ({
    rule: `self.${field} == oldSelf.${field}`,
    message: `${field} cannot be changed: make another ${api.kind}`,
  }))
  const growing = (api.growing ?? []).map((field) => ({
    rule: `self.${field} >= oldSelf.${field}`,
    message: `${field} cannot be lowered: AWS only lets it grow`,
  }))
  const rules = [...api.rules, ...immutable, ...growing]
  return {
    type: 'object',
    description: api.description,
    // A composite resource's name is the claim's and five characters; both stand in labels.
    properties: {
      metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 57 } } },
      spec: { ...spec, ...(rules.length > 0 ? { 'x-kubernetes-validations': rules } : {}) },
      status: structural(api.status),
    },
    required: ['spec'],
  }
}
