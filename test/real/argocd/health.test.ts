import { describe, expect, test } from 'vitest'
import { hubApis } from '../../../crossplane/apis/hub-apis.ts'
import { regionApis } from '../../../crossplane/apis/region-apis.ts'
import { group } from '../../../crossplane/compose/api.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { ask, clusters, objectsOf, settingsOf } from './checks.ts'

interface Answer {
  readonly settings: {
    readonly sourceTypes: Readonly<Record<string, boolean>>
    readonly excludedKinds: number
    readonly oidcClientSecret: string
    readonly adminEnabled: boolean
  }
  readonly health: readonly ({ readonly status: string; readonly message?: string } | null)[]
}

const settings = settingsOf('us-east-1')
const object = (apiVersion: string, kind: string, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'a', generation: 2 },
  ...more,
})
type Condition = readonly [type: string, status: string, reason?: string]
const conditions = (...list: readonly Condition[]) => ({
  status: { conditions: list.map(([type, status, reason = type]) => ({ type, status, reason })) },
})

async function healthOf(objects: readonly object[]): Promise<(string | null)[]> {
  const { health } = await ask<Answer>('health', { settings, objects })
  return health.map((one) => one?.status ?? null)
}

describe.each(clusters)('%s', (cluster) => {
  test('Argo CD reads its settings: plain YAML alone, no account of its own, the client secret from its Secret', async () => {
    const answer = await ask<Answer>('health', { settings: settingsOf(cluster), objects: [] })
    expect(answer.settings).toEqual({
      // `Directory` is Jsonnet within one: plain files are always read.
      sourceTypes: { Directory: false, Helm: false, Kustomize: false, Plugin: true },
      excludedKinds: 10,
      oidcClientSecret: 'seen',
      adminEnabled: false,
    })
  })

  test('no object without a status passes for healthy that a controller has yet to look at', async () => {
    const objects = [
      ...new Map(objectsOf(`${cluster}/`).map((one) => [`${one.apiVersion} ${one.kind}`, one])).values(),
    ]
    // The API server gives each a generation, which no controller has seen yet.
    const answer = await healthOf(
      objects.map((one) => ({ ...one, metadata: { ...one.metadata, generation: 1 } })),
    )
    const healthy = objects.filter((_, index) => answer[index] === 'Healthy').map(({ kind }) => kind)
    expect([...new Set(healthy)].sort()).toEqual(
      [...new Set(healthy)].filter((kind) => known.has(kind)).sort(),
    )
  })
})

/**
 * Kinds without a check, which Argo CD calls done as soon as they are applied: none has a controller that reports
 * progress in its status.
 */
const unjudged = [
  'admissionregistration.k8s.io MutatingWebhookConfiguration',
  'admissionregistration.k8s.io ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io ValidatingWebhookConfiguration',
  'argoproj.io AppProject',
  'generators.external-secrets.io Password',
  // A tenant's own gateway reads it. The add-on's operator, which would write its status, is not installed.
  'http.keda.sh InterceptorRoute',
  // Read by Prometheus' operator, which is not there yet.
  'monitoring.coreos.com Probe',
  'monitoring.coreos.com PrometheusRule',
  'networking.k8s.io IngressClass',
  'networking.k8s.io NetworkPolicy',
  'rbac.authorization.k8s.io ClusterRole',
  'rbac.authorization.k8s.io ClusterRoleBinding',
  'rbac.authorization.k8s.io Role',
  'rbac.authorization.k8s.io RoleBinding',
  'scheduling.k8s.io PriorityClass',
  'storage.k8s.io StorageClass',
  'ConfigMap',
  'LimitRange',
  'Namespace',
  'ResourceQuota',
  'ServiceAccount',
]

test('every kind of every group in dist has a check, Argo CD’s or ours, or nothing to check', async () => {
  const name = ({ apiVersion, kind }: KubeObject) => [...apiVersion.split('/').slice(0, -1), kind].join(' ')
  const kinds = new Map(
    ['hub', 'local', 'us-east-1', 'us-west-2'].flatMap((cluster) =>
      objectsOf(`${cluster}/`).map((one) => [name(one), one] as const),
    ),
  )
  const answer = await healthOf([...kinds.values()])
  expect([...kinds.keys()].filter((_, index) => answer[index] === null).sort()).toEqual([...unjudged].sort())
})

/** Kinds that are what they are as soon as they are there. */
const known = new Set([
  // Of a tenant: it waits for that tenant's DNS.
  'Certificate',
  'Composition',
  'CustomResourceDefinition',
  'DeploymentRuntimeConfig',
  'PodDisruptionBudget',
  'ProviderConfig',
  'Service',
])

const claims = [...hubApis, ...regionApis].map(({ api }) => api.kind)

test.each([...new Set(claims)])('a claim %s, and its composite resource', async (kind) => {
  const version = `${group}/v1alpha1`
  for (const one of [kind, `X${kind}`]) {
    expect(
      await healthOf([
        object(version, one),
        object(version, one, { status: {} }),
        object(version, one, conditions(['Synced', 'True'])),
        object(version, one, conditions(['Synced', 'True'], ['Ready', 'False', 'Creating'])),
        object(version, one, conditions(['Synced', 'True'], ['Ready', 'True'])),
        object(version, one, conditions(['Synced', 'False', 'ReconcileError'], ['Ready', 'True'])),
        object(version, one, conditions(['Synced', 'False', 'ReconcilePaused'])),
      ]),
    ).toEqual([
      'Progressing',
      'Progressing',
      'Progressing',
      'Progressing',
      'Healthy',
      'Degraded',
      'Suspended',
    ])
  }
})

test.each([
  ['VirtualServer', 'k8s.nginx.org/v1'],
  ['VirtualServerRoute', 'k8s.nginx.org/v1'],
  ['TransportServer', 'k8s.nginx.org/v1'],
  ['Policy', 'k8s.nginx.org/v1'],
])('%s of NGINX', async (kind, version) => {
  const states = ['Valid', 'Warning', 'Invalid'].map((state) => object(version, kind, { status: { state } }))
  expect(await healthOf([object(version, kind), ...states])).toEqual([
    'Progressing',
    'Healthy',
    'Progressing',
    'Degraded',
  ])
})

test('a host and a certificate of a tenant keep its Application from nothing while its DNS is missing', async () => {
  const of = (labels: object, apiVersion: string, kind: string, more: object) =>
    object(apiVersion, kind, { metadata: { name: 'a', labels, generation: 2 }, ...more })
  for (const [labels, waiting] of [
    [{ 'paddock.dev/tenant': 'acme' }, 'Healthy'],
    [{}, 'Progressing'],
  ] as const) {
    const certificate = (...list: readonly Condition[]) =>
      of(labels, 'cert-manager.io/v1', 'Certificate', list.length > 0 ? conditions(...list) : {})
    const host = (state: string) => of(labels, 'k8s.nginx.org/v1', 'VirtualServer', { status: { state } })
    expect(
      await healthOf([
        certificate(),
        certificate(['Ready', 'False'], ['Issuing', 'True']),
        certificate(['Ready', 'True']),
        certificate(['Ready', 'True'], ['Issuing', 'True']),
        host('Warning'),
        host('Invalid'),
      ]),
    ).toEqual([waiting, waiting, 'Healthy', 'Healthy', waiting, 'Degraded'])
  }
})

test('an autoscaler waits for metrics, and fails when it cannot scale', async () => {
  const scaler = (...list: readonly Condition[]) =>
    object('autoscaling/v2', 'HorizontalPodAutoscaler', list.length > 0 ? conditions(...list) : {})
  const able: Condition = ['AbleToScale', 'True', 'SucceededGetScale']
  expect(
    await healthOf([
      scaler(),
      scaler(able),
      scaler(able, ['ScalingActive', 'True', 'ValidMetricFound'], ['ScalingLimited', 'False']),
      scaler(able, ['ScalingActive', 'False', 'FailedGetResourceMetric']),
      scaler(able, ['ScalingActive', 'False', 'ScalingDisabled']),
      scaler(able, ['ScalingActive', 'False', 'InvalidSelector']),
      scaler(['AbleToScale', 'False', 'FailedGetScale']),
    ]),
  ).toEqual(['Progressing', 'Healthy', 'Healthy', 'Progressing', 'Healthy', 'Degraded', 'Degraded'])
})

test('a binding of a target group', async () => {
  const binding = (more: object = {}) => object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', more)
  expect(
    await healthOf([
      binding(),
      binding({ status: { observedGeneration: 1 } }),
      binding({ status: { observedGeneration: 2 } }),
    ]),
  ).toEqual(['Progressing', 'Progressing', 'Healthy'])
})

test('an Application is as healthy as it says, once it is synced', async () => {
  const application = (health?: string, sync = 'Synced') =>
    object(
      'argoproj.io/v1alpha1',
      'Application',
      health ? { status: { health: { status: health }, sync: { status: sync } } } : {},
    )
  const states = ['Healthy', 'Degraded', 'Progressing', 'Missing']
  expect(await healthOf([application(), ...states.map((state) => application(state))])).toEqual([
    'Progressing',
    ...states,
  ])
  expect(await healthOf(states.map((state) => application(state, 'OutOfSync')))).toEqual([
    'Progressing',
    ...states.slice(1),
  ])
})

describe('Crossplane', () => {
  const definition = (more: object) =>
    object('apiextensions.crossplane.io/v1', 'CompositeResourceDefinition', {
      spec: { claimNames: { kind: 'Network' } },
      ...more,
    })

  test('a definition is there when claims are offered', async () => {
    expect(
      await healthOf([
        definition({}),
        definition(conditions(['Established', 'True'])),
        definition(conditions(['Established', 'True'], ['Offered', 'False'])),
        definition(conditions(['Established', 'True'], ['Offered', 'True'])),
      ]),
    ).toEqual(['Progressing', 'Progressing', 'Progressing', 'Healthy'])
  })

  test('a package is there when it is installed and healthy; one that is being pulled has not failed', async () => {
    for (const kind of ['Provider', 'Function']) {
      const one = (more: object = {}) => object('pkg.crossplane.io/v1', kind, more)
      expect(
        await healthOf([
          one(),
          one(conditions(['Installed', 'False', 'UnpackingPackage'])),
          one(conditions(['Installed', 'True'], ['Healthy', 'False'])),
          one(conditions(['Installed', 'True'], ['Healthy', 'True'])),
        ]),
      ).toEqual(['Progressing', 'Progressing', 'Progressing', 'Healthy'])
    }
  })

  test('a CRD is there unless its names are taken: nothing would make Argo CD look at it again', async () => {
    const crd = (more: object = {}) => object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', more)
    expect(
      await healthOf([
        crd(),
        crd(conditions(['NamesAccepted', 'True'], ['Established', 'False'])),
        crd(conditions(['NamesAccepted', 'True'], ['Established', 'True'])),
        crd(conditions(['NamesAccepted', 'False'])),
        crd({ metadata: { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      ]),
    ).toEqual(['Healthy', 'Healthy', 'Healthy', 'Degraded', 'Progressing'])
  })

  test('what has no status by its nature is healthy', async () => {
    expect(
      await healthOf([
        object('apiextensions.crossplane.io/v1', 'Composition'),
        object('aws.upbound.io/v1beta1', 'ProviderConfig'),
        object('kubernetes.crossplane.io/v1alpha1', 'ProviderConfig'),
        object('pkg.crossplane.io/v1beta1', 'DeploymentRuntimeConfig'),
      ]),
    ).toEqual(['Healthy', 'Healthy', 'Healthy', 'Healthy'])
  })
})
