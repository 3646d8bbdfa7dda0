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
  // Of a tenant: no status of these keeps it from newer commits.
  'Certificate',
  'Policy',
  'SecretStore',
  'VirtualServer',
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
        // It works: a call of AWS that fails now keeps no newer commit from the tenant.
        object(version, one, conditions(['Synced', 'False', 'ReconcileError'], ['Ready', 'True'])),
        object(version, one, conditions(['Synced', 'False', 'ReconcileError'], ['Ready', 'False'])),
        object(version, one, conditions(['Synced', 'False', 'ReconcilePaused'])),
      ]),
    ).toEqual([
      'Progressing',
      'Progressing',
      'Progressing',
      'Progressing',
      'Healthy',
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

const ofTenant = { 'paddock.dev/tenant': 'acme' }
const labelled = (labels: object, apiVersion: string, kind: string, more: object = {}) =>
  object(apiVersion, kind, { metadata: { name: 'a', labels, generation: 2 }, ...more })

test('no status of a certificate keeps a tenant’s Application from newer commits; one of the platform waits', async () => {
  for (const [labels, waiting] of [
    [ofTenant, 'Healthy'],
    [{}, 'Progressing'],
  ] as const) {
    const certificate = (...list: readonly Condition[]) =>
      labelled(labels, 'cert-manager.io/v1', 'Certificate', list.length > 0 ? conditions(...list) : {})
    expect(
      await healthOf([
        certificate(),
        certificate(['Ready', 'False'], ['Issuing', 'True']),
        certificate(['Ready', 'False', 'Expired'], ['Issuing', 'False', 'Failed']),
        certificate(['Ready', 'True']),
        certificate(['Ready', 'True'], ['Issuing', 'True']),
      ]),
    ).toEqual([waiting, waiting, waiting, 'Healthy', 'Healthy'])
  }
})

test.each(['VirtualServer', 'Policy'])(
  'no status of the ingress controller’s %s keeps a tenant’s Application from newer commits',
  async (kind) => {
    const states = [undefined, 'Valid', 'Warning', 'Invalid', 'Unheard-of']
    const all = states.map((state) =>
      labelled(ofTenant, 'k8s.nginx.org/v1', kind, state ? { status: { state, message: 'seen' } } : {}),
    )
    expect(await healthOf(all)).toEqual(states.map(() => 'Healthy'))
    // The state is shown nonetheless.
    const { health } = await ask<Answer>('health', { settings, objects: all })
    expect(health[3]?.message).toBe('seen')
  },
)

test.each([
  ['ExternalSecret', 'external-secrets.io/v1', { refreshTime: '2026-11-30T08:00:00Z' }],
  ['PushSecret', 'external-secrets.io/v1alpha1', { syncedPushSecrets: { 'SecretStore/a': {} } }],
  ['ScaledObject', 'keda.sh/v1alpha1', { hpaName: 'keda-hpa-a' }],
])('after its first success no status of %s holds a sync', async (kind, version, success) => {
  const failing = conditions(['Ready', 'False']).status
  const one = (status?: object) => object(version, kind, status ? { status } : {})
  expect(
    await healthOf([
      one(),
      one(failing),
      one({ ...failing, ...success }),
      one({ ...conditions(['Ready', 'Unknown']).status, ...success }),
      one({ ...conditions(['Ready', 'True']).status, ...success }),
    ]),
  ).toEqual(['Progressing', 'Degraded', 'Healthy', 'Healthy', 'Healthy'])
})

test('a paused scaler is suspended, and one that uses its fallback works', async () => {
  const scaler = (...list: readonly Condition[]) =>
    object('keda.sh/v1alpha1', 'ScaledObject', {
      status: { ...conditions(...list).status, hpaName: 'keda-hpa-a' },
    })
  expect(
    await healthOf([
      scaler(['Ready', 'True'], ['Paused', 'True']),
      scaler(['Ready', 'True'], ['Fallback', 'True']),
    ]),
  ).toEqual(['Suspended', 'Healthy'])
})

test('a tenant’s store holds no sync: the secrets that need it do, until their first success', async () => {
  const store = (labels: object, more: object = {}) =>
    labelled(labels, 'external-secrets.io/v1', 'SecretStore', more)
  const failing = conditions(['Ready', 'False'])
  expect(
    await healthOf([
      store(ofTenant),
      store(ofTenant, failing),
      store({}),
      store({}, failing),
      store({}, conditions(['Ready', 'True'])),
    ]),
  ).toEqual(['Healthy', 'Healthy', 'Progressing', 'Degraded', 'Healthy'])
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

test('an autoscaler that had metrics or scaled once holds no sync when its metrics end', async () => {
  const gone = conditions(['AbleToScale', 'True'], ['ScalingActive', 'False', 'FailedGetResourceMetric'])
  const scaler = (more: object) =>
    object('autoscaling/v2', 'HorizontalPodAutoscaler', { status: { ...gone.status, ...more } })
  expect(
    await healthOf([
      scaler({}),
      scaler({ currentMetrics: [{ type: 'Resource' }] }),
      scaler({ lastScaleTime: '2026-11-30T08:00:00Z' }),
    ]),
  ).toEqual(['Progressing', 'Healthy', 'Healthy'])
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
