import { describe, expect, test } from 'vitest'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import type { TenantClusterSpec } from '../../lib/spec/index.ts'
import { clusterFacts, verifyTenant } from '../../lib/verify/index.ts'
import { podReachesBlock, podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { proveTenantIsolation } from '../../lib/verify/reachability/isolation.ts'
import { networkModel } from '../../lib/verify/reachability/model.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import contoso from '../fleet/tenants/contoso.ts'
import { readDist } from '../support/dist.ts'

const cluster = resolveCluster(usEast1)
const podBlocks = cluster.network.podCidrs.map(parseBlock)
const manifests = readDist('us-east-1/')
const model = networkModel(manifests)
const tenantPods = model.pods.filter(({ namespace }) => namespace.startsWith('tenant-'))

// Every pair is looked at, which the check of each synthesis avoids: the two must agree.
test('of all pods of all tenants, none reaches one of another tenant on any port that anything listens on', () => {
  const ports = [...new Set(tenantPods.flatMap(({ namedPorts }) => Object.values(namedPorts)))]
  expect(new Set(tenantPods.map(({ namespace }) => namespace)).size).toBeGreaterThanOrEqual(7)
  expect(ports.length).toBeGreaterThan(2)
  const open = tenantPods.flatMap((from) =>
    tenantPods
      .filter((to) => to.namespace !== from.namespace)
      .flatMap((to) =>
        [...ports, 1, 65535].flatMap((port) =>
          (['TCP', 'UDP'] as const).flatMap((protocol) =>
            podReachesPod(model, from, to, port, protocol, { kind: 'pessimistic', podBlocks })
              ? [`${from.namespace}/${from.owner} → ${to.namespace}/${to.owner} ${protocol} ${port}`]
              : [],
          ),
        ),
      ),
  )
  expect(open).toEqual([])
})

// EKS looks at a packet before its Service becomes an endpoint, other clusters after: a Job that starts a tenant needs both.
test('what calls the API server reaches it by its Service and by its endpoints', () => {
  const hub = JSON.stringify(readDist('hub/platform/crossplane/api-kubernetesclusters.yaml'))
  const [, services = ''] = /"serviceIpv4Cidr":"([^"]+)\.0\/16"/.exec(hub) ?? []
  const callers = tenantPods.filter(({ owner }) => owner.startsWith('Job/migrate-'))
  expect(callers.length).toBeGreaterThanOrEqual(6)
  for (const pod of callers)
    for (const address of [`${services}.1`, '10.16.216.0/28', '10.16.216.32/28'])
      expect([
        pod.namespace,
        address,
        podReachesBlock(model, pod, parseBlock(address), 443, 'TCP') !== undefined,
      ]).toEqual([pod.namespace, address, true])
})

test('none reaches the cloud metadata service', () => {
  const metadata = ['169.254.169.254', 'fd00:ec2::254'].map(parseBlock)
  const open = tenantPods.filter((pod) =>
    metadata.some((block) => [80, 443, 1].some((port) => podReachesBlock(model, pod, block, port, 'TCP'))),
  )
  expect(open).toEqual([])
})

test('the Pod Identity agent is open to exactly the pods that carry the label', () => {
  const agent = parseBlock('169.254.170.23')
  for (const pod of tenantPods) {
    const open = podReachesBlock(model, pod, agent, 80, 'TCP') !== undefined
    expect([pod.namespace, pod.owner, open]).toEqual([
      pod.namespace,
      pod.owner,
      pod.labels['paddock.dev/pod-identity'] === 'true',
    ])
  }
})

test('models come by the Job that fills: no model server reaches S3 or the Pod Identity agent', () => {
  const servers = tenantPods.filter(({ owner }) => owner.startsWith('Deployment/ollama-'))
  expect(servers.length).toBeGreaterThanOrEqual(8)
  const endpoint = cluster.network.endpointCidrs[0] ?? ''
  const places = [parseBlock(endpoint), parseBlock('169.254.170.23')]
  const reach = (pod: (typeof tenantPods)[number]) =>
    places.map((place) => [80, 443].some((port) => podReachesBlock(model, pod, place, port, 'TCP')))
  for (const pod of servers)
    expect([pod.namespace, pod.owner, ...reach(pod)]).toEqual([pod.namespace, pod.owner, false, false])
  const jobs = tenantPods.filter(({ owner }) => owner.startsWith('Job/fill-models-'))
  expect(jobs.length).toBeGreaterThanOrEqual(6)
  for (const pod of jobs) expect([pod.namespace, ...reach(pod)]).toEqual([pod.namespace, true, true])
})

describe('a hole in a policy is found and named', () => {
  const broken = (change: (policy: KubeObject) => object) => {
    const changed = manifests
      .filter(({ path }) => path.includes('/tenants/acme/'))
      .map(
        (manifest): Manifest => ({
          ...manifest,
          objects: manifest.objects.map((object) =>
            object.kind === 'NetworkPolicy' && object.metadata.name === 'all-to-dns'
              ? { ...object, spec: change(object) }
              : object,
          ),
        }),
      )
    return proveTenantIsolation(networkModel(changed), 'tenant-acme', podBlocks).map(
      ({ file, field, why }) => `${file} ${field}: ${why}`,
    )
  }
  test('as it is there is none', () => {
    expect(broken(({ spec }) => spec as object)).toEqual([])
  })
  test('ingress from every namespace', () => {
    const from = [{ namespaceSelector: {} }]
    expect(
      broken(({ spec }) => ({ ...(spec as object), ingress: [{ from }], policyTypes: ['Ingress'] })),
    ).toContain(
      'dist/us-east-1/tenants/acme/network.yaml NetworkPolicy/all-to-dns spec.ingress[0]: a pod of any other tenant → tenant-acme Deployment/ollama-gpu is open: the peer {"namespaceSelector":{}} may be one',
    )
  })
  test('egress to everything', () => {
    const to = [{ ipBlock: { cidr: '0.0.0.0/0' } }]
    const found = broken(({ spec }) => ({ ...(spec as object), egress: [{ to }] }))
    expect(
      found.filter((line) => line.includes('Deployment/bus')).map((line) => line.split(': ')[1]),
    ).toEqual([
      'tenant-acme Deployment/bus → a pod of any other tenant is open',
      'tenant-acme Deployment/bus → the cloud metadata service is open',
      'tenant-acme Deployment/bus → the Pod Identity agent is open',
    ])
  })
})

describe('a path that the application needs and that is closed is found and named', () => {
  const resolved = resolveTenant(contoso, usEast1 as TenantClusterSpec)
  const shared = readDist('us-east-1/platform')
  const of = manifests.filter(({ path }) => path.includes('/tenants/contoso/'))
  const policies = of
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata }) => metadata.name)
  const without = (name: string) =>
    verifyTenant(
      of.map(
        (manifest): Manifest => ({
          ...manifest,
          objects: manifest.objects.filter(
            ({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.name !== name,
          ),
        }),
      ),
      resolved,
      cluster,
      clusterFacts(shared),
    ).map(({ code, why }) => `${code}: ${why}`)

  test('with every policy, none is', () => {
    expect(without('')).toEqual([])
  })
  // What the tenant's file declares is the tenant's to need.
  test.each(policies.filter((name) => name !== 'open-webui-to-identity-provider'))('without %s', (name) => {
    const expected =
      name === 'deny-all' ? /^isolation: .* is open/ : /^path-closed: .* → .* (TCP|UDP) \d+ is closed/
    expect(without(name)[0]).toMatch(expected)
  })
  test('by the names of both ends and the port', () => {
    expect(without('open-webui-from-ingress')).toEqual([
      'path-closed: ingress-nginx/nginx-ingress → Deployment/open-webui TCP 8080 is closed',
    ])
    expect(without('open-webui-to-ollama-cpu')).toEqual([
      'path-closed: open-webui → ollama-cpu TCP 11434 is closed',
    ])
  })
})
