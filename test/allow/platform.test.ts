import { describe, expect, test } from 'vitest'
import { exceptionsOfUnit, registry } from '../../charts/platform/registry.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { clusterManifests } from '../../lib/pipeline/units.ts'
import { verifyPlatform } from '../../lib/verify/policy/platform.ts'
import { asValid } from '../support/valid.ts'
import { type Change, changed } from './plant.ts'
import { cluster } from './tenant.ts'

const manifests = clusterManifests(cluster)
const found = manifests.flatMap(({ path, objects }) => objects.map((object) => ({ path, object })))

function good(kind: string, name: string) {
  const one = found.find(({ object }) => object.kind === kind && object.metadata.name.startsWith(name))
  if (!one) throw new Error(`the platform has no ${kind} ${name}`)
  return one
}

const verify = (path: string, object: KubeObject) =>
  verifyPlatform(asValid([{ path, objects: [object] }]), exceptionsOfUnit)

const pod = 'spec.template.spec'
const planted: readonly (readonly [kind: string, name: string, what: string, change: Change])[] = [
  ['Service', 'cert-manager', 'a port of every node', { 'spec.type': 'NodePort' }],
  ['Service', 'cert-manager', 'a load balancer', { 'spec.type': 'LoadBalancer' }],
  ['Service', 'cert-manager', 'external addresses', { 'spec.externalIPs': ['192.0.2.1'] }],
  ['Service', 'cert-manager', 'an external name', { 'spec.externalName': 'planted.example' }],
  ['Service', 'cert-manager', 'no pods', { 'spec.selector': undefined }],
  ['Service', 'cert-manager', 'pods that are not ready', { 'spec.publishNotReadyAddresses': true }],
  ['Deployment', 'cert-manager', 'the network of the node', { [`${pod}.hostNetwork`]: true }],
  ['Deployment', 'cert-manager', 'names for addresses', { [`${pod}.hostAliases`]: [{ ip: '192.0.2.1' }] }],
  ['Deployment', 'cert-manager', 'a node by name', { [`${pod}.nodeName`]: 'node-0' }],
  ['Deployment', 'cert-manager', 'every taint', { [`${pod}.tolerations`]: [{ operator: 'Exists' }] }],
  ['Deployment', 'cert-manager', 'another runtime', { [`${pod}.runtimeClassName`]: 'unconfined' }],
  [
    'Deployment',
    'cert-manager',
    'a folder of the node',
    { [`${pod}.volumes[+]`]: { name: 'a', hostPath: { path: '/' } } },
  ],
  [
    'Deployment',
    'cert-manager',
    'settings of the kernel',
    { [`${pod}.securityContext.sysctls`]: [{ name: 'a', value: '1' }] },
  ],
  [
    'Deployment',
    'cert-manager',
    'an open /proc',
    { [`${pod}.containers[0].securityContext.procMount`]: 'Unmasked' },
  ],
  [
    'Deployment',
    'cert-manager',
    'a capability',
    { [`${pod}.containers[0].securityContext.capabilities.add`]: ['NET_BIND_SERVICE'] },
  ],
  [
    'Deployment',
    'cert-manager',
    'a token for AWS',
    {
      [`${pod}.volumes[+]`]: {
        name: 'a',
        projected: { sources: [{ serviceAccountToken: { path: 'a', audience: 'sts.amazonaws.com' } }] },
      },
    },
  ],
  [
    'Deployment',
    'nginx-ingress',
    'another capability than its exception',
    { [`${pod}.containers[0].securityContext.allowPrivilegeEscalation`]: true },
  ],
  [
    'DaemonSet',
    'model-cache',
    'another folder of the node',
    { [`${pod}.volumes[+]`]: { name: 'a', hostPath: { path: '/' } } },
  ],
  ['ClusterRoleBinding', 'cert-manager', 'a role of Kubernetes', { 'roleRef.name': 'cluster-admin' }],
  [
    'ClusterRoleBinding',
    'cert-manager',
    'everybody',
    { 'subjects[0]': { kind: 'Group', name: 'system:authenticated' } },
  ],
  ['ClusterRoleBinding', 'cert-manager', 'a person', { 'subjects[0]': { kind: 'User', name: 'planted' } }],
  [
    'RoleBinding',
    'cert-manager',
    'a role of Kubernetes',
    { 'roleRef.kind': 'ClusterRole', 'roleRef.name': 'admin' },
  ],
  [
    'ServiceAccount',
    'cert-manager',
    'a role of AWS',
    { 'metadata.annotations[eks.amazonaws.com/role-arn]': 'arn:planted' },
  ],
  [
    'ServiceAccount',
    'cert-manager',
    'credentials for a registry',
    { imagePullSecrets: [{ name: 'planted' }] },
  ],
  [
    'ValidatingWebhookConfiguration',
    'cert-manager',
    'a webhook that may be skipped',
    { 'webhooks[0].failurePolicy': 'Ignore' },
  ],
  [
    'ValidatingAdmissionPolicy',
    'paddock-tenant-pods',
    'a policy that may be skipped',
    { 'spec.failurePolicy': 'Ignore' },
  ],
  [
    'ValidatingAdmissionPolicyBinding',
    'paddock-tenant-pods',
    'a policy that only warns',
    { 'spec.validationActions': ['Warn'] },
  ],
  ['APIService', 'v1beta1', 'an API without a certificate', { 'spec.insecureSkipTLSVerify': true }],
  ['StorageClass', 'gp3', 'volumes that go with their claims', { reclaimPolicy: 'Delete' }],
  ['PriorityClass', 'platform', 'a priority for all', { globalDefault: true }],
]

test('the platform’s own objects are all permitted', () => {
  expect(verifyPlatform(asValid(manifests), exceptionsOfUnit)).toEqual([])
})

test.each(planted)('%s %s: %s is refused', (kind, name, _, change) => {
  const { path, object } = good(kind, name)
  expect(verify(path, changed(object, change))).not.toEqual([])
})

const aliens = [
  ['v1', 'Secret'],
  ['v1', 'Pod'],
  ['v1', 'PersistentVolume'],
  ['v1', 'Endpoints'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'ReplicaSet'],
  ['storage.k8s.io/v1', 'CSIDriver'],
  ['certificates.k8s.io/v1', 'CertificateSigningRequest'],
] as const
test.each(aliens)('%s %s is a kind that the platform does not have', (apiVersion, kind) => {
  const object = { apiVersion, kind, metadata: { name: 'planted', namespace: 'cert-manager' } }
  expect(verify('us-east-1/platform/cert-manager/planted.yaml', object)).not.toEqual([])
})

describe('an exception', () => {
  test.each(
    registry.flatMap(({ name, exceptions = [] }) =>
      exceptions.map((one) => [name, one.object, one] as const),
    ),
  )('%s, %s: has its reason and is needed', (_, __, { object, field, reason }) => {
    expect(reason).toMatch(/^[a-z].{20,}[^.]$/)
    const [kind = '', name = ''] = object.replace('*', '').split('/')
    const { object: has } = good(kind, name)
    const without = verifyPlatform(asValid([{ path: 'us-east-1/platform/none/a.yaml', objects: [has] }]))
    expect(without.map((one) => one.field)).toEqual(expect.arrayContaining([expect.stringContaining(field)]))
  })

  test('belongs to its component alone', () => {
    const { object } = good('Deployment', 'nginx-ingress')
    expect(verify('us-east-1/platform/cert-manager/a.yaml', object)).not.toEqual([])
  })

  test('that the object does not need is an error', () => {
    const { path, object } = good('Deployment', 'nginx-ingress')
    const plain = changed(object, { [`${pod}.securityContext.sysctls`]: undefined })
    expect(verify(path, plain).map(({ facts }) => facts)).toEqual([{ problem: 'exception-unused' }])
  })
})
