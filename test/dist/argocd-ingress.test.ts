import { describe, expect, test } from 'vitest'
import { edgePlans } from '../../crossplane/apis/edge/composition.ts'
import { edgeRoutingPlans } from '../../crossplane/apis/edge-routing/composition.ts'
import { argocdServer, platformLabels } from '../../lib/resolve/edge-names.ts'
import { opening, podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { networkModel, type PodModel } from '../../lib/verify/reachability/model.ts'
import { readDist } from '../support/dist.ts'
import { expectSeen, hub, regionals } from '../support/subject.ts'
import { asValid } from '../support/valid.ts'

/** Regions whose file says how people sign in: their Argo CD has a host. */
const regions = regionals
  .filter(({ argocd }) => argocd !== undefined)
  .map(({ name, domain }) => [name, domain, `argocd.${domain}`] as const)

interface VirtualServer {
  readonly host: string
  readonly routes: readonly { readonly path: string; readonly action: object }[]
  readonly tls: { readonly secret?: string }
}

function servers(cluster: string) {
  return readDist(`${cluster}/`)
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'VirtualServer')
    .map((object) => ({ at: object.metadata.namespace, ...(object['spec'] as VirtualServer) }))
}

function settings(cluster: string): Record<string, string> {
  const found = readDist(`${cluster}/platform/argocd/`)
    .flatMap(({ objects }) => objects)
    .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'argocd-cm')
  return found?.['data'] as Record<string, string>
}

describe.each(regions)('Argo CD of %s', (cluster, domain, host) => {
  const manifests = readDist(`${cluster}/`)
  const model = networkModel(asValid(manifests))
  const server = model.pods.filter(
    ({ namespace, labels }) =>
      namespace === 'argocd' && labels['app.kubernetes.io/name'] === argocdServer.name,
  )
  const reaches = (from: PodModel) =>
    server.map((to) => podReachesPod(model, from, to, 8080, 'TCP', { kind: 'certain' }) !== undefined)

  test('has a host that nobody else has, and that people are sent back to', () => {
    expect(
      servers(cluster)
        .filter((one) => one.host === host)
        .map(({ at }) => at),
    ).toEqual(['argocd'])
    expect(settings(cluster)['url']).toBe(`https://${host}`)
    expect(JSON.parse(settings(cluster)['additionalUrls'] ?? '')).toEqual(['https://localhost:8443'])
  })

  test('stands where the region’s certificate and its records lead: one label below the domain', () => {
    expect(host.slice(host.indexOf('.') + 1)).toBe(domain)
    const certificate = edgePlans
      .flatMap(({ resources }) => resources)
      .find(({ name }) => name === 'web-certificate')
    expect(JSON.stringify(certificate?.patches)).toContain('"*.%s"')
    // The record ignores which region serves the tenants, so the other region never answers for this host.
    for (const { resources } of edgeRoutingPlans) {
      const record = resources.find(({ name }) => name === 'argocd')
      expect(JSON.stringify(record?.patches)).toContain('"argocd.%s"')
      expect(JSON.stringify(record?.patches)).not.toContain('peer')
      expect(JSON.stringify(record?.base)).not.toContain('failover')
    }
  })

  test('is reached by the ingress controller, and by no tenant', () => {
    expect(server).toHaveLength(1)
    const [ingress] = model.pods.filter(({ namespace }) => namespace === 'ingress-nginx')
    if (!ingress) throw new Error('no pod of the ingress controller')
    expect(reaches(ingress)).toEqual([true])
    const tenants = model.pods.filter(({ namespace }) => namespace.startsWith('tenant-'))
    expectSeen(tenants.length, 6)
    for (const pod of tenants) {
      expect({ pod: pod.owner, to: reaches(pod) }).toEqual({ pod: pod.owner, to: [false] })
      // Argo CD's own policies also block it, independent of a tenant's policies.
      for (const to of server) {
        const at = { port: 8080, protocol: 'TCP', pod: to } as const
        expect(opening(model, 'Ingress', to, { pod }, at, { kind: 'certain' })).toBeUndefined()
      }
    }
  })

  test('does not listen to whoever says that something was pushed', () => {
    const routes = servers(cluster).find((one) => one.host === host)?.routes ?? []
    expect(routes.find(({ path }) => path === '/api/webhook')?.action).toMatchObject({
      return: { code: 404 },
    })
  })
})

test('no host is served twice in a cluster, and the platform’s names are nobody else’s', () => {
  for (const [cluster] of regions) {
    const hosts = servers(cluster).map(({ host }) => host)
    expect(new Set(hosts).size).toBe(hosts.length)
    const labels: readonly string[] = Object.values(platformLabels)
    const taken = servers(cluster).filter(
      ({ at, host }) => at?.startsWith('tenant-') && labels.includes(host.split('.')[0] ?? ''),
    )
    expect(taken).toEqual([])
  }
})

test('the hub has no host of its own', () => {
  if (hub === undefined) return
  expect(servers(hub.name)).toEqual([])
  expect(settings(hub.name)['url']).toBe('https://localhost:8443')
})
