import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { guarded, wave } from '../../lib/kube/guard.ts'
import { type Api, compositeKind, group, version } from './api.ts'
import { claimNames, claimScope } from './claim.ts'
import { compositionName } from './composition-name.ts'
import { structural } from './structural.ts'

/** Draws the definition of an API: composite resource and claim, in one version. */
export function drawDefinition(chart: Chart, api: Api): void {
  const composite = compositeKind(api)
  const plural = `x${api.plural}`
  draw(chart, {
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'CompositeResourceDefinition',
    // The deletion of the definition deletes its claims and their resources.
    metadata: { name: `${plural}.${group}`, annotations: { ...wave(-1), ...guarded } },
    spec: {
      claimNames: claimNames(api),
      ...(api.connectionKeys.length > 0 ? { connectionSecretKeys: [...api.connectionKeys] } : {}),
      // Resources with data are deleted before their composite resource, so that none remains unnoticed.
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
    // The name of a composite resource is the claim's name and five characters more. Labels contain both.
    properties: {
      metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 57 } } },
      spec: { ...spec, ...(rules.length > 0 ? { 'x-kubernetes-validations': rules } : {}) },
      status: structural(api.status),
    },
    required: ['spec'],
  }
}
