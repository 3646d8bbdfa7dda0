import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import type { Api } from '../../crossplane/compose/api.ts'
import type { Composed, CompositionPlan } from '../../crossplane/compose/composition.ts'
import { fromRegion, fromSpec, type Patch, slot, text, toStatus } from '../../crossplane/compose/patch.ts'
import { isUntagged, missingPaths, unknownFields, unknownInManifest } from './composed-fields.ts'

const all = [...regionApis, ...hubApis].flatMap(({ api, plans }) =>
  plans.map((plan) => ({ name: [api.kind, plan.variant].filter(Boolean).join(' '), api, plan })),
)

describe.each(all)('$name', ({ api, plan }) => {
  test('every patch goes from a field that there is to a field that there is', () => {
    expect(plan.resources.flatMap((resource) => missingPaths(api, plan, resource))).toEqual([])
  })

  test('no resource has a field that its kind does not know', () => {
    for (const resource of plan.resources)
      expect([resource.name, unknownFields(resource)]).toEqual([resource.name, []])
  })

  test('no object that is written or read in a cluster has a field that its kind does not know', () => {
    expect(plan.resources.flatMap(unknownInManifest)).toEqual([])
  })

  test('names are unique, and every resource names what it takes', () => {
    const names = plan.resources.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(plan.resources.filter(isUntagged).map(({ name }) => name)).toEqual([])
  })
})

describe('a patch that cannot work is named with both sides', () => {
  const [first] = regionApis
  const api = first?.api as Api
  const plan = first?.plans[0] as CompositionPlan
  const group = (patch: Patch): Composed => ({
    name: 'probe',
    base: { apiVersion: 'rds.aws.upbound.io/v1beta1', kind: 'SubnetGroup', spec: { forProvider: {} } },
    patches: [patch],
  })
  test.each([
    [fromSpec('regoin', 'spec.forProvider.region'), `probe: ${api.kind} has no spec.regoin`],
    [fromSpec('region', 'spec.forProvider.regoin'), 'probe: SubnetGroup has no spec.forProvider.regoin'],
    [fromRegion('network.vpc', 'spec.forProvider.region'), 'probe: the environment has no network.vpc'],
    [text(`x-${slot('claim.nope')}`, 'spec.forProvider.region'), 'probe: the environment has no claim.nope'],
    [toStatus('status.atProvider.arm', 'arn'), 'probe: SubnetGroup has no status.atProvider.arm'],
    [toStatus('status.atProvider.arn', 'arm'), `probe: ${api.kind} has no status.arm`],
  ])('%j', (patch, message) => {
    expect(missingPaths(api, plan, group(patch))).toEqual([message])
  })

  const volume: Composed = {
    name: 'probe',
    base: {
      apiVersion: 'kubernetes.crossplane.io/v1alpha2',
      kind: 'Object',
      spec: {
        forProvider: { manifest: { apiVersion: 'v1', kind: 'PersistentVolume' } },
        providerConfigRef: { name: 'own-cluster' },
      },
    },
    patches: [],
  }
  const manifest = 'spec.forProvider.manifest'
  test.each([
    [`${manifest}.spec.csi.volumeHandle`, []],
    [
      `${manifest}.spec.csi.volumeHandel`,
      [`probe: Object of PersistentVolume has no ${manifest}.spec.csi.volumeHandel`],
    ],
    [`${manifest}.spce`, [`probe: Object of PersistentVolume has no ${manifest}.spce`]],
    ['spec.providerConfigRef.nam', ['probe: Object of PersistentVolume has no spec.providerConfigRef.nam']],
  ])('in an object of a cluster: %s', (path, messages) => {
    expect(missingPaths(api, plan, { ...volume, patches: [fromSpec('region', path)] })).toEqual(messages)
  })
})
