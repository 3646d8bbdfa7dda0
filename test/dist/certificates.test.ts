import { describe, expect, test } from 'vitest'
import { edgePlans } from '../../crossplane/apis/edge/composition.ts'
import { platformDomainPlans } from '../../crossplane/apis/platform-domain/composition.ts'
import { challengeName } from '../../lib/resolve/challenge.ts'
import { opening, podReachesBlock } from '../../lib/verify/reachability/allows.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { networkModel } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { areFixtures, expectSeen, hub, regionals } from '../support/subject.ts'
import { asValid } from '../support/valid.ts'

describe.each(regionals)('certificates of $name', ({ name: cluster, region, domain }) => {
  const manifests = readDist(`${cluster}/`)
  const objects = manifests.flatMap((manifest) => manifest.objects)
  const of = (kind: string) => objects.filter((object) => object.kind === kind)
  const platformDomain = hub?.domain ?? domain

  test('are asked for by challenges that DNS answers, in the zone to which the tenant leads them', () => {
    expect(
      of('ClusterIssuer').map((one) => (one['spec'] as { acme: { solvers: unknown } }).acme.solvers),
    ).toEqual([[{ dns01: { cnameStrategy: 'Follow', route53: { region } } }]])
  })

  test('are of tenants’ own hosts alone; a host of the platform’s has the load balancer’s', () => {
    const issued = of('Certificate').filter(
      (one) => (one['spec'] as { issuerRef: { kind: string } }).issuerRef.kind === 'ClusterIssuer',
    )
    const names = issued.flatMap((one) => (one['spec'] as { dnsNames: string[] }).dnsNames)
    if (areFixtures && cluster === 'us-east-1') expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => name.endsWith(`.${platformDomain}`))).toEqual([])
    const servers = of('VirtualServer').map(
      (one) => one['spec'] as { host: string; tls: { secret?: string } },
    )
    expectSeen(servers.length, 6)
    for (const { host, tls } of servers)
      expect({ host, secret: tls.secret }).toEqual({
        host,
        secret: host.endsWith(`.${platformDomain}`) ? undefined : 'tls',
      })
    const arguments_ = JSON.stringify(
      of('Deployment').find(({ metadata }) => metadata.name === 'nginx-ingress'),
    )
    expect(arguments_).toContain('-wildcard-tls-secret=ingress-nginx/default-server-tls')
  })

  test('cert-manager reaches name servers, Route 53, the authority and its identity, and nobody reaches for challenges', () => {
    const model = networkModel(asValid(manifests))
    const pod = model.pods.find(
      ({ namespace, labels }) =>
        namespace === 'cert-manager' && labels['app.kubernetes.io/name'] === 'cert-manager',
    )
    if (!pod) throw new Error('no pod of cert-manager')
    const out = (block: string, port: number, protocol: 'TCP' | 'UDP') =>
      podReachesBlock(model, pod, parseBlock(block), port, protocol) !== undefined
    expect([out('205.251.192.1/32', 53, 'UDP'), out('205.251.192.1/32', 53, 'TCP')]).toEqual([true, true])
    expect([out('203.0.113.1/32', 443, 'TCP'), out('203.0.113.1/32', 80, 'TCP')]).toEqual([true, false])
    expect([out('169.254.170.23/32', 80, 'TCP'), out('169.254.169.254/32', 80, 'TCP')]).toEqual([true, false])
    const solver = {
      ...pod,
      namespace: 'tenant-acme',
      labels: { 'acme.cert-manager.io/http01-solver': 'true' },
    }
    const ingress = model.pods.find(({ namespace }) => namespace === 'ingress-nginx')
    if (!ingress) throw new Error('no pod of the ingress controller')
    const target = { port: 8089, protocol: 'TCP', pod: solver } as const
    expect(opening(model, 'Egress', ingress, { pod: solver }, target, { kind: 'certain' })).toBeUndefined()
  })

  test('cert-manager makes no pod, no Service and no Ingress, and its identity serves the platform’s issuer alone', () => {
    const rules = of('ClusterRole').find(({ metadata }) => metadata.name === 'cert-manager')?.['rules'] as {
      resources: string[]
      verbs: string[]
    }[]
    for (const resource of ['pods', 'services', 'ingresses'])
      expect(
        rules.filter(({ resources }) => resources.includes(resource)).flatMap(({ verbs }) => verbs),
      ).toEqual(['get', 'list', 'watch'])
    const controller = of('Deployment').find(
      ({ metadata }) => metadata.namespace === 'cert-manager' && metadata.name === 'cert-manager',
    )
    expect(JSON.stringify(controller)).toContain('"--issuer-ambient-credentials=false"')
    expect(of('Issuer').filter((one) => 'acme' in (one['spec'] as object))).toEqual([])
  })
})

test('the zone of challenges is made, and led to, where the names of challenges end', () => {
  const resources = platformDomainPlans.flatMap((plan) => plan.resources)
  const fills = (name: string) => JSON.stringify(resources.find((one) => one.name === name)?.patches)
  const label = challengeName('acme', 'chat.acme.example', 'use1.paddock.example').split('.')[1]
  expect(fills('challenge-zone')).toContain(`"${label}.%s"`)
  expect(fills('challenge-delegation')).toContain(`"${label}.%s"`)
  // The regions' own zones hold no challenge, and no wildcard of theirs covers one.
  expect(JSON.stringify(edgePlans)).not.toContain(`${label}.`)
})
