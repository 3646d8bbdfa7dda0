import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { definitionsOf, verifyDefinitions } from '../../lib/verify/definitions.ts'
import { asValid } from '../support/valid.ts'

const object = (apiVersion: string, kind: string, spec: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  spec,
})
const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
  group: 'demo.example',
  names: { kind: 'Widget' },
})
const definition = object('apiextensions.crossplane.io/v1', 'CompositeResourceDefinition', {
  group: 'paddock.dev',
  names: { kind: 'XTree' },
  claimNames: { kind: 'Tree' },
})
const provider = (name: string) =>
  object('pkg.crossplane.io/v1', 'Provider', { package: `xpkg.example/contrib/${name}:v2.6.0` })

/** Kinds without a CRD among some objects, beside Crossplane's own. */
function undefinedKinds(...objects: readonly KubeObject[]): string[] {
  const manifests = [{ path: 'x/a.yaml', objects }]
  return verifyDefinitions(asValid(manifests), definitionsOf(asValid(manifests)))
    .map(({ field }) => field.split('/')[0] ?? '')
    .filter((kind) => kind !== 'Provider' && kind !== 'CompositeResourceDefinition')
}

test('a CRD, a definition and a package each bring their kinds', () => {
  const widget = object('demo.example/v1', 'Widget')
  const tree = object('paddock.dev/v1', 'Tree')
  const role = object('iam.aws.upbound.io/v1beta1', 'Role')
  const config = object('aws.upbound.io/v1beta1', 'ProviderConfig')
  const other = object('kubernetes.crossplane.io/v1alpha2', 'Object')
  expect(undefinedKinds(widget, tree, role, config, other)).toEqual([
    'Widget',
    'Tree',
    'Role',
    'ProviderConfig',
    'Object',
  ])
  expect(undefinedKinds(widget, tree, role, config, other, crd)).not.toContain('Widget')
  expect(undefinedKinds(widget, tree, role, config, other, definition)).not.toContain('Tree')
  const packages = ['provider-aws-iam', 'provider-family-aws', 'provider-kubernetes'].map(provider)
  expect(undefinedKinds(role, config, other, ...packages)).toEqual([])
  expect(undefinedKinds(role, provider('provider-aws-rds'))).toEqual(['Role'])
})

test('kinds that come with the API server need none; another kind of a defined group does', () => {
  expect(undefinedKinds(object('v1', 'Service'), object('rbac.authorization.k8s.io/v1', 'Role'))).toEqual([])
  expect(undefinedKinds(crd, object('demo.example/v1', 'Gadget'))).toEqual(['Gadget'])
})
