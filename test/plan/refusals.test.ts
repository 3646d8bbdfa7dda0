import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hubApis } from '../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../crossplane/apis/region-apis.ts'
import { managedKinds } from '../../crossplane/compose/managed-kinds.ts'
import { forceNewFields, nothingForcesNew } from '../../lib/catalog/force-new.ts'
import { immutableFields } from '../../lib/catalog/immutable-fields.ts'
import { kindsInUse, schemaFile } from '../../lib/kube/kinds-in-use.ts'
import { claimRules } from '../../lib/pipeline/claim-rules.ts'
import { awsRefusals } from '../../lib/plan/aws-refusals.ts'
import { kubernetesRefusals } from '../../lib/plan/refusals.ts'
import { listFiles } from '../../lib/write/stage.ts'
import { thing, updateOf } from '../support/change.ts'
import { repository } from '../support/workspace.ts'

type Sides = readonly [before: object, after: object]
const spec = (before: object, after: object): Sides => [{ spec: before }, { spec: after }]
const refused = (apiVersion: string, kind: string, [before, after]: Sides) =>
  kubernetesRefusals(updateOf(thing(apiVersion, kind, 'a', before), thing(apiVersion, kind, 'a', after)))
    .map(({ path }) => path)
    .join(' ')

const size = (storage: string, storageClassName?: string) => ({
  ...(storageClassName === undefined ? {} : { storageClassName }),
  resources: { requests: { storage } },
})

describe('the API server', () => {
  test.each<[string, string, string, Sides, string]>([
    [
      'a selector',
      'apps/v1',
      'Deployment',
      spec({ selector: { matchLabels: { a: '1' } } }, { selector: { matchLabels: { a: '2' } } }),
      'spec.selector.matchLabels.a',
    ],
    ['a template', 'apps/v1', 'Deployment', spec({ template: { a: 1 } }, { template: { a: 2 } }), ''],
    [
      'a template',
      'batch/v1',
      'Job',
      spec({ template: { a: 1 } }, { template: { a: 2 } }),
      'spec.template.a',
    ],
    ['its end', 'batch/v1', 'Job', spec({ activeDeadlineSeconds: 1 }, { activeDeadlineSeconds: 2 }), ''],
    [
      'claim templates',
      'apps/v1',
      'StatefulSet',
      spec({ volumeClaimTemplates: [{ a: 1 }] }, { volumeClaimTemplates: [{ a: 2 }] }),
      'spec.volumeClaimTemplates[0].a',
    ],
    ['replicas', 'apps/v1', 'StatefulSet', spec({ replicas: 1 }, { replicas: 2 }), ''],
    [
      'a service name',
      'apps/v1',
      'StatefulSet',
      spec({ serviceName: 'a' }, { serviceName: 'b' }),
      'spec.serviceName',
    ],
    ['growth', 'v1', 'PersistentVolumeClaim', spec(size('1Gi', 'gp3'), size('2048Mi', 'gp3')), ''],
    [
      'shrinking',
      'v1',
      'PersistentVolumeClaim',
      spec(size('2Gi', 'gp3'), size('2047Mi', 'gp3')),
      'spec.resources.requests.storage',
    ],
    [
      'growth without a class',
      'v1',
      'PersistentVolumeClaim',
      spec(size('1Gi', ''), size('2Gi', '')),
      'spec.resources.requests.storage',
    ],
    [
      'access modes',
      'v1',
      'PersistentVolumeClaim',
      spec({ accessModes: ['ReadWriteOnce'] }, { accessModes: ['ReadWriteMany'] }),
      'spec.accessModes[] spec.accessModes[]',
    ],
    ['a volume, at first', 'v1', 'PersistentVolumeClaim', spec({ a: {} }, { a: {}, volumeName: 'v' }), ''],
    [
      'a volume, later',
      'v1',
      'PersistentVolumeClaim',
      spec({ volumeName: 'v' }, { volumeName: 'w' }),
      'spec.volumeName',
    ],
    ['an address', 'v1', 'Service', spec({ clusterIP: 'None' }, {}), 'spec.clusterIP'],
    ['ports', 'v1', 'Service', spec({ ports: [{ name: 'a' }] }, { ports: [{ name: 'b' }] }), ''],
    [
      'a role',
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      [{ roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }],
      'roleRef.name',
    ],
    [
      'subjects',
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      [{ subjects: [{ name: 'a' }] }, { subjects: [{ name: 'b' }] }],
      '',
    ],
    [
      'parameters',
      'storage.k8s.io/v1',
      'StorageClass',
      [{ parameters: { type: 'gp2' } }, { parameters: { type: 'gp3' } }],
      'parameters.type',
    ],
    [
      'expansion',
      'storage.k8s.io/v1',
      'StorageClass',
      [{ allowVolumeExpansion: false }, { allowVolumeExpansion: true }],
      '',
    ],
    ['a priority', 'scheduling.k8s.io/v1', 'PriorityClass', [{ value: 1 }, { value: 2 }], 'value'],
    ['data', 'v1', 'ConfigMap', [{ data: { a: '1' } }, { data: { a: '2' } }], ''],
    [
      'sealed data',
      'v1',
      'ConfigMap',
      [
        { immutable: true, data: { a: '1' } },
        { immutable: true, data: { a: '2' } },
      ],
      'data.a',
    ],
  ])('on %s of a %s %s', (_, apiVersion, kind, sides, paths) => {
    expect(refused(apiVersion, kind, sides)).toBe(paths)
  })

  test('is held to every rule of the imported schemas that a field stays as it was', () => {
    const rules = [...kindsInUse].flatMap((id) => {
      const [, group = '', kind = ''] = /^(.*\..*)\/\S+ (\S+)$/.exec(id) ?? []
      if (group === '' || /\.(k8s\.io|aws\.upbound\.io)$/.test(group)) return []
      const schema: unknown = JSON.parse(readFileSync(schemaFile(id), 'utf8'))
      return keptFields(schema).map((path) => `${group}/${kind} ${path}`)
    })
    const known = immutableFields.flatMap(({ kind, fields }) => fields.map((field) => `${kind} ${field}`))
    expect(rules.length).toBeGreaterThan(3)
    expect(rules.filter((rule) => !known.includes(rule))).toEqual([])
  })

  test('keeps what Paddock’s own definitions keep', async () => {
    const claim = (region: string, storageGiB = 20) =>
      thing('paddock.dev/v1alpha1', 'PostgresDatabase', 'a', { spec: { region, storageGiB } })
    const change = updateOf(claim('us-east-1'), claim('us-west-2'))
    expect(kubernetesRefusals(change)).toEqual([])
    expect(kubernetesRefusals(change, await claimRules())).toMatchObject([{ path: 'spec.region' }])
    const resized = (before: number, after: number) =>
      updateOf(claim('us-east-1', before), claim('us-east-1', after))
    expect(kubernetesRefusals(resized(20, 30), await claimRules())).toEqual([])
    expect(kubernetesRefusals(resized(30, 20), await claimRules())).toMatchObject([
      { path: 'spec.storageGiB', why: 'it may grow and never shrink' },
    ])
  })
})

/** Paths whose CEL rule is `self == oldSelf`. */
function keptFields(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, 'x-kubernetes-validations': rules = [] } = schema as {
    properties?: Record<string, unknown>
    'x-kubernetes-validations'?: { rule: string }[]
  }
  return [
    ...(rules.some(({ rule }) => rule === 'self == oldSelf') ? [path] : []),
    ...Object.entries(properties).flatMap(([key, child]) =>
      keptFields(child, path === '' ? key : `${path}.${key}`),
    ),
  ]
}

describe('AWS', () => {
  const instance = (forProvider: object) =>
    thing('rds.aws.upbound.io/v1beta3', 'Instance', 'a', { spec: { forProvider } })

  test('would replace an instance for some fields, and changes others in place', () => {
    const paths = (before: object, after: object) =>
      awsRefusals(updateOf(instance(before), instance(after))).map(({ path }) => path)
    expect(paths({ storageEncrypted: false }, { storageEncrypted: true })).toEqual(['storageEncrypted'])
    expect(paths({ kmsKeyId: 'a' }, { kmsKeyId: 'b', instanceClass: 'x' })).toEqual(['kmsKeyId'])
    expect(paths({ instanceClass: 'a' }, { instanceClass: 'b' })).toEqual([])
  })

  test('would replace what a composition makes, whether the field is written or patched', () => {
    const composition = (base: object, patches: object[]) =>
      thing('apiextensions.crossplane.io/v1', 'Composition', 'postgresdatabases.paddock.dev', {
        metadata: { namespace: undefined },
        spec: { pipeline: [{ input: { resources: [{ name: 'instance', base, patches }] } }] },
      })
    const base = (dbName: string) => ({
      apiVersion: 'rds.aws.upbound.io/v1beta3',
      kind: 'Instance',
      spec: { forProvider: { dbName } },
    })
    const patch = (fromFieldPath: string) => ({ fromFieldPath, toFieldPath: 'spec.forProvider.identifier' })
    const written = updateOf(composition(base('a'), []), composition(base('b'), []))
    expect(awsRefusals(written)).toMatchObject([
      { kind: 'rds.aws.upbound.io/Instance', name: 'postgresdatabases.paddock.dev instance', path: 'dbName' },
    ])
    const patched = updateOf(
      composition(base('a'), [patch('spec.x')]),
      composition(base('a'), [patch('spec.y')]),
    )
    expect(awsRefusals(patched)).toMatchObject([{ path: 'identifier' }])
    expect(
      awsRefusals(
        updateOf(composition(base('a'), []), composition({ ...base('a'), metadata: { labels: {} } }, [])),
      ),
    ).toEqual([])
  })

  test('every kind of AWS that a composition makes is looked up, once', () => {
    const used = [...managedKinds(hubApis), ...managedKinds(regionApis)]
      .map(({ group, kind }) => `${group}/${kind}`)
      .filter((kind) => kind.includes('.aws.upbound.io/'))
    const listed = [...forceNewFields.map(({ kind }) => kind), ...nothingForcesNew]
    expect([...new Set(used)].filter((kind) => !listed.includes(kind)).sort()).toEqual([])
    expect(new Set(listed).size).toBe(listed.length)
  })

  test('a certificate’s names, a key’s reach and a trail of logs are not changed in place', () => {
    const kept = (apiVersion: string, kind: string, before: object, after: object) =>
      awsRefusals(
        updateOf(
          thing(apiVersion, kind, 'x', { spec: { forProvider: before } }),
          thing(apiVersion, kind, 'x', { spec: { forProvider: after } }),
        ),
      ).map(({ path }) => path)
    expect(
      kept('acm.aws.upbound.io/v1beta2', 'Certificate', { domainName: 'a.b' }, { domainName: 'c.d' }),
    ).toEqual(['domainName'])
    expect(
      kept(
        'kms.aws.upbound.io/v1beta1',
        'Key',
        { multiRegion: true },
        { multiRegion: false, description: 'x' },
      ),
    ).toEqual(['multiRegion'])
    expect(
      kept('ec2.aws.upbound.io/v1beta2', 'FlowLog', { trafficType: 'ALL' }, { trafficType: 'REJECT' }),
    ).toEqual(['trafficType'])
    expect(
      kept(
        'ec2.aws.upbound.io/v1beta1',
        'SecurityGroupIngressRule',
        { cidrIpv4: '10.0.0.0/8' },
        { cidrIpv4: '10.0.0.0/9' },
      ),
    ).toEqual([])
  })

  test('every field that forces a new resource is one of the provider’s, where its schema is imported', () => {
    const folder = join(repository, 'crossplane/provider-aws/schemas')
    const files = listFiles(folder)
    const checked = forceNewFields.filter(({ kind, fields }) => {
      const file = files.find((one) => one.startsWith(`${kind}-`))
      if (!file) return false
      const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        properties: { spec: { properties: { forProvider: { properties: object } } } }
      }
      const known = Object.keys(schema.properties.spec.properties.forProvider.properties)
      // The provider's schema may be narrowed to what Paddock sets.
      expect(
        fields.some((field) => known.includes(field)),
        kind,
      ).toBe(true)
      return true
    })
    expect(checked.length).toBeGreaterThan(5)
  })
})
