import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec } from '../../lib/spec/index.ts'
import { clusterFacts, verifyTenant } from '../../lib/verify/index.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { proveTenantIsolation } from '../../lib/verify/reachability/isolation.ts'
import { networkModel } from '../../lib/verify/reachability/model.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'
import contoso from '../fleet/tenants/contoso.ts'
import { readDist } from '../support/dist.ts'

const cluster = resolveCluster(completeCluster(usEast1))
const podBlocks = cluster.network.podCidrs.map(parseBlock)
const manifests = readDist('us-east-1/')

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
    return proveTenantIsolation(networkModel(changed), 'tenant-acme', podBlocks)
      .map(render)
      .map(({ file, field, why }) => `${file} ${field}: ${why}`)
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
  const resolved = resolveTenant(
    completeTenant(contoso),
    completeCluster(usEast1) as CompleteTenantClusterSpec,
  )
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
    )
      .map(render)
      .map(({ code, why }) => `${code}: ${why}`)

  test('with every policy, none is', () => {
    expect(without('')).toEqual([])
  })
  // A tenant may need all that its file declares.
  test.each(policies.filter((name) => name !== 'open-webui-to-identity-provider'))('without %s', (name) => {
    const expected =
      name === 'deny-all' ? /^no-default-deny: / : /^path-closed: .* → .* (TCP|UDP) \d+ is closed/
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
