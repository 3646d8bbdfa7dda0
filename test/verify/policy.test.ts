import { describe, expect, test } from 'vitest'
import { imageReference } from '../../lib/catalog/images.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { verifyPolicy } from '../../lib/verify/policy/index.ts'
import { readDist } from '../support/dist.ts'
import { asValid, versionOf } from '../support/valid.ts'

type Json = Record<string, unknown>

/** A Deployment that breaks no rule. */
function deployment(): KubeObject {
  const probe = { httpGet: { path: '/', port: 80 } }
  const amounts = { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'n' },
    spec: {
      replicas: 2,
      template: {
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          terminationGracePeriodSeconds: 30,
          topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Mi' } }],
          containers: [
            {
              name: 'a',
              image: imageReference('postgres'),
              ports: [{ containerPort: 80 }],
              lifecycle: { preStop: { sleep: { seconds: 5 } } },
              startupProbe: probe,
              livenessProbe: probe,
              readinessProbe: probe,
              resources: { requests: amounts, limits: { memory: '1Gi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
            },
          ],
        },
      },
    },
  }
}

function fields(object: KubeObject): string[] {
  return verifyPolicy(asValid([{ path: 'x.yaml', objects: [object] }])).map(({ field }) =>
    field.replace(/^\S+ /, '').replace('spec.template.spec.', ''),
  )
}

test('dist breaks no rule', () => {
  expect(verifyPolicy(asValid(readDist()))).toEqual([])
})

describe('each rule on pods finds its breach and no other does', () => {
  const container = (pod: Json) => (pod['containers'] as Json[])[0] as Json
  const security = (pod: Json) => container(pod)['securityContext'] as Json
  const cases: [string, (pod: Json, spec: Json) => unknown, string][] = [
    [
      'root',
      (pod) => Object.assign(pod['securityContext'] as Json, { runAsUser: 0 }),
      'containers[0].securityContext.runAsUser',
    ],
    [
      'no user',
      (pod) => delete (pod['securityContext'] as Json)['runAsUser'],
      'containers[0].securityContext.runAsUser',
    ],
    [
      'may be root',
      (pod) => delete (pod['securityContext'] as Json)['runAsNonRoot'],
      'containers[0].securityContext.runAsNonRoot',
    ],
    [
      'the container says otherwise',
      (pod) => Object.assign(security(pod), { runAsNonRoot: false }),
      'containers[0].securityContext.runAsNonRoot',
    ],
    [
      'no seccomp',
      (pod) => delete (pod['securityContext'] as Json)['seccompProfile'],
      'containers[0].securityContext.seccompProfile',
    ],
    [
      'unconfined',
      (pod) => Object.assign(security(pod), { seccompProfile: { type: 'Unconfined' } }),
      'containers[0].securityContext.seccompProfile',
    ],
    [
      'privileged',
      (pod) => Object.assign(security(pod), { privileged: true }),
      'containers[0].securityContext.privileged',
    ],
    [
      'escalation',
      (pod) => delete security(pod)['allowPrivilegeEscalation'],
      'containers[0].securityContext.allowPrivilegeEscalation',
    ],
    [
      'a root that can be written',
      (pod) => delete security(pod)['readOnlyRootFilesystem'],
      'containers[0].securityContext.readOnlyRootFilesystem',
    ],
    [
      'capabilities kept',
      (pod) => Object.assign(security(pod), { capabilities: {} }),
      'containers[0].securityContext.capabilities',
    ],
    [
      'capabilities added',
      (pod) => Object.assign(security(pod), { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
      'containers[0].securityContext.capabilities.add',
    ],
    [
      'no request',
      (pod) =>
        Object.assign(container(pod), {
          resources: { requests: { cpu: '1', memory: '1' }, limits: { memory: '1' } },
        }),
      'containers[0].resources.requests.ephemeral-storage',
    ],
    [
      'no memory limit',
      (pod) =>
        Object.assign(container(pod), {
          resources: { requests: { cpu: '1', memory: '1', 'ephemeral-storage': '1' } },
        }),
      'containers[0].resources.limits.memory',
    ],
    [
      'host port',
      (pod) => Object.assign(container(pod), { ports: [{ containerPort: 80, hostPort: 80 }] }),
      'containers[0].ports',
    ],
    [
      'moving tag',
      (pod) => Object.assign(container(pod), { image: 'docker.io/a/b:latest' }),
      'containers[0].image',
    ],
    ['no tag', (pod) => Object.assign(container(pod), { image: 'docker.io/a/b' }), 'containers[0].image'],
    [
      'other registry',
      (pod) => Object.assign(container(pod), { image: 'registry.example/postgres:17.5' }),
      'containers[0].image',
    ],
    ['no registry', (pod) => Object.assign(container(pod), { image: 'b:1.2' }), 'containers[0].image'],
    ['no startup probe', (pod) => delete container(pod)['startupProbe'], 'containers[0].startupProbe'],
    ['no readiness probe', (pod) => delete container(pod)['readinessProbe'], 'containers[0].readinessProbe'],
    [
      'sleeps past its grace',
      (pod) => Object.assign(pod, { terminationGracePeriodSeconds: 5 }),
      'containers[0].lifecycle.preStop',
    ],
    ['token', (pod) => delete pod['automountServiceAccountToken'], 'automountServiceAccountToken'],
    ['network of the node', (pod) => Object.assign(pod, { hostNetwork: true }), 'hostNetwork'],
    [
      'path of the node',
      (pod) => Object.assign(pod, { volumes: [{ name: 'h', hostPath: { path: '/' } }] }),
      'volumes[h]',
    ],
    [
      'endless emptyDir',
      (pod) => Object.assign(pod, { volumes: [{ name: 'e', emptyDir: {} }] }),
      'volumes[e]',
    ],
    ['one zone', (pod) => delete pod['topologySpreadConstraints'], 'topologySpreadConstraints'],
    [
      'an init container counts too',
      (pod) => Object.assign(pod, { initContainers: [{ ...container(pod), image: 'docker.io/a/b:latest' }] }),
      'initContainers[0].image',
    ],
  ]
  test('the sound one breaks none', () => {
    expect(fields(deployment())).toEqual([])
  })
  test.each(cases)('%s', (_, change, field) => {
    const object = structuredClone(deployment())
    const spec = object['spec'] as Json
    change((spec['template'] as { spec: Json }).spec, spec)
    expect(fields(object)).toEqual([field])
  })
})

describe('each rule on other objects', () => {
  const restricted = Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, 'v1.34'],
    ]),
  )
  const made = (kind: string, rest: Json, metadata: Json = {}): KubeObject => ({
    apiVersion: versionOf(kind),
    kind,
    metadata: { name: 'a', ...metadata },
    ...rest,
  })
  const role = (rule: Json, annotations = {}) => made('Role', { rules: [rule] }, { annotations })
  const budget = (spec: Json) =>
    made('PodDisruptionBudget', { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow', ...spec } })
  const page = (body: string, headers: Json[] = []) =>
    made('VirtualServer', {
      spec: { routes: [{ action: { return: { body } }, errorPages: [{ return: { headers } }] }] },
    })
  const read = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }
  const cases: [string, KubeObject, number][] = [
    ['a restricted namespace', made('Namespace', {}, { labels: restricted }), 0],
    [
      'a baseline one',
      made('Namespace', {}, { labels: { ...restricted, 'pod-security.kubernetes.io/enforce': 'baseline' } }),
      1,
    ],
    [
      'a version that moves',
      made(
        'Namespace',
        {},
        { labels: { ...restricted, 'pod-security.kubernetes.io/enforce-version': 'latest' } },
      ),
      1,
    ],
    ['a bare one', made('Namespace', {}), 6],
    ['a role that reads', role(read), 0],
    ['that may do all', role({ ...read, verbs: ['*'] }), 1],
    ['on all', role({ ...read, resources: ['*'] }), 3],
    ['that reads secrets', role({ ...read, resources: ['secrets'] }), 1],
    ['that enters pods', role({ ...read, resources: ['pods/exec'] }), 1],
    ['that binds', role({ ...read, verbs: ['bind'] }), 1],
    [
      'that changes pod templates',
      role({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }),
      1,
    ],
    [
      'with a written reason',
      role({ ...read, resources: ['secrets'] }, { 'paddock.dev/reason': 'because' }),
      0,
    ],
    ['a service account with its token', made('ServiceAccount', {}), 1],
    ['a node port', made('Service', { spec: { type: 'NodePort' } }), 1],
    ['a load balancer', made('Service', { spec: { type: 'LoadBalancer' } }), 1],
    ['a cluster address', made('Service', { spec: {} }), 0],
    ['a budget that lets one go', budget({ maxUnavailable: 1 }), 0],
    ['that lets none', budget({ maxUnavailable: 0 }), 1],
    ['that keeps all', budget({ minAvailable: '100%' }), 1],
    ['that may keep all', budget({ minAvailable: 1 }), 1],
    [
      'that holds on to broken pods',
      budget({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' }),
      1,
    ],
    ['a page at the edge', page("<a href='x'>100 %</a>"), 0],
    ['with a quote of NGINX escaped', page(String.raw`\"a\" \\`), 0],
    ['with a quote that ends its string', page('<a href="x">'), 1],
    ['with a backslash that takes the last quote', page('a\\'), 1],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of NGINX
    ['with a variable', page('from ${remote_addr}'), 0],
    ['with a bare dollar', page('5 $ a day'), 1],
    ['with both, in a header of an error page', page('a', [{ name: 'x', value: '"$' }]), 2],
  ]
  test.each(cases)('%s', (_, object, breaches) => {
    expect(fields(object)).toHaveLength(breaches)
  })
})

describe('a reason', () => {
  const onNode = (kind: string, reason?: string): KubeObject => {
    const base = deployment()
    const { template } = base['spec'] as { template: { spec: Json } }
    return {
      ...base,
      kind,
      metadata: { ...base.metadata, ...(reason ? { annotations: { 'paddock.dev/reason': reason } } : {}) },
      spec: {
        template: {
          spec: {
            ...template.spec,
            hostPID: true,
            securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
            volumes: [{ name: 'tmp', hostPath: { path: '/var/lib/kubelet/device-plugins' } }],
          },
        },
      },
    }
  }
  const asRoot = ['containers[0].securityContext.runAsNonRoot', 'containers[0].securityContext.runAsUser']

  test('excuses a folder of the node and root in a DaemonSet, and nothing more', () => {
    expect(fields(onNode('DaemonSet'))).toEqual(expect.arrayContaining(['volumes[tmp]', ...asRoot]))
    expect(fields(onNode('DaemonSet', 'it is the kubelet’s'))).toEqual(['hostPID'])
  })

  test('excuses nothing in a Deployment', () => {
    expect(fields(onNode('Deployment', 'it would like to'))).toEqual(
      expect.arrayContaining(['volumes[tmp]', ...asRoot]),
    )
  })

  test('opens a namespace of the platform, but no tenant’s', () => {
    const version = 'v1.34'
    const labels = Object.fromEntries(
      ['enforce', 'audit', 'warn'].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, 'privileged'],
        [`pod-security.kubernetes.io/${mode}-version`, version],
      ]),
    )
    const namespace = (more: Record<string, string>, reason?: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'n',
        labels: { ...labels, ...more },
        ...(reason ? { annotations: { 'paddock.dev/reason': reason } } : {}),
      },
    })
    expect(fields(namespace({}, 'why'))).toEqual([])
    expect(fields(namespace({}))).toHaveLength(3)
    expect(fields(namespace({ 'paddock.dev/tenant': 'acme' }, 'why'))).toHaveLength(3)
  })
})
