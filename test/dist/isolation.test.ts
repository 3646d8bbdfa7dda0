import { describe, expect, test } from 'vitest'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveVpc } from '../../lib/resolve/vpc.ts'
import { podReachesBlock, podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { networkModel } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { clusters, expectSeen, hub, regionals } from '../support/subject.ts'
import { asValid } from '../support/valid.ts'

describe.each(regionals)('$name', (spec) => {
  const { name } = spec
  const cluster = resolveCluster(spec, clusters)
  const { controlPlane } = resolveVpc(spec.network.vpcCidr).tiers
  const podBlocks = cluster.network.podCidrs.map(parseBlock)
  const manifests = readDist(`${name}/`)
  const model = networkModel(asValid(manifests))
  const tenantPods = model.pods.filter(({ namespace }) => namespace.startsWith('tenant-'))

  // Every pair is looked at, which the check of each synthesis avoids: the two must agree.
  test('of all pods of all tenants, none reaches one of another tenant on any port that anything listens on', () => {
    const ports = [...new Set(tenantPods.flatMap(({ namedPorts }) => Object.values(namedPorts)))]
    expectSeen(new Set(tenantPods.map(({ namespace }) => namespace)).size, 7)
    expectSeen(ports.length, 3)
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
    if (hub === undefined) return
    const made = JSON.stringify(readDist(`${hub.name}/platform/crossplane/api-kubernetesclusters.yaml`))
    const [, services = ''] = /"serviceIpv4Cidr":"([^"]+)\.0\/16"/.exec(made) ?? []
    const callers = tenantPods.filter(({ owner }) => owner.startsWith('Job/migrate-'))
    if (name === 'us-east-1') expectSeen(callers.length, 6)
    for (const pod of callers)
      for (const address of [`${services}.1`, ...Object.values(controlPlane.zones)])
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
    expectSeen(servers.length, 8)
    const endpoint = cluster.network.endpointCidrs[0] ?? ''
    const places = [parseBlock(endpoint), parseBlock('169.254.170.23')]
    const reach = (pod: (typeof tenantPods)[number]) =>
      places.map((place) => [80, 443].some((port) => podReachesBlock(model, pod, place, port, 'TCP')))
    for (const pod of servers)
      expect([pod.namespace, pod.owner, ...reach(pod)]).toEqual([pod.namespace, pod.owner, false, false])
    const jobs = tenantPods.filter(({ owner }) => owner.startsWith('Job/fill-models-'))
    expectSeen(jobs.length, 6)
    for (const pod of jobs) expect([pod.namespace, ...reach(pod)]).toEqual([pod.namespace, true, true])
  })
})
