import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterManifests, tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { claimSchemas } from '../../lib/verify/claims.ts'
import { verifyTenant } from '../../lib/verify/index.ts'
import { podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { networkModel, podTemplate } from '../../lib/verify/reachability/model.ts'
import { madeBy } from '../../lib/verify/references/made.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'

const resolved = resolveCluster(cluster)
const platform = clusterManifests(resolved)
const shared = madeBy(platform)
const claims = claimSchemas(platform)

test('any valid tenant becomes objects that hold against every schema, policy, reference and proof', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      expect(checkShape('tenant', `tenants/${spec.id}.ts`, spec)).toEqual([])
      const tenant = resolveTenant(spec, cluster)
      expect(verifyTenant(tenantManifests(tenant, resolved), tenant, resolved, shared, claims)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

/** Sums the quantities of a namespace's pods as the API server's quota does, from the YAML and not from the resolver. */
function requested(
  objects: readonly { kind: string; [field: string]: unknown }[],
  scaled: ReadonlyMap<string, number>,
) {
  const units: Record<string, number> = { '': 1, m: 1e-3, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 }
  const amount = (text = '0') => {
    const [, number = '0', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(text) ?? []
    return Number(number) * (units[unit] ?? Number.NaN)
  }
  const sum = { cpu: 0, memory: 0, pods: 0, gpu: 0 }
  for (const object of objects) {
    const pod = podTemplate(object as never)?.spec
    if (!pod) continue
    const { name } = (object as unknown as { metadata: { name: string } }).metadata
    const spec = object['spec'] as { replicas?: number; strategy?: { rollingUpdate?: { maxSurge?: number } } }
    const replicas = object.kind === 'Job' ? 1 : (scaled.get(name) ?? spec.replicas ?? 1)
    const count = replicas === 0 ? 0 : replicas + Number(spec.strategy?.rollingUpdate?.maxSurge ?? 0)
    const most = (resource: string) => {
      const of = (containers: typeof pod.containers) =>
        containers.map((one) => amount(String(one.resources?.requests?.[resource] ?? '0')))
      return Math.max(
        of(pod.containers).reduce((total, one) => total + one, 0),
        ...of(pod.initContainers ?? []),
        0,
      )
    }
    sum.pods += count
    sum.cpu += count * most('cpu')
    sum.memory += count * most('memory')
    sum.gpu += count * most('nvidia.com/gpu')
  }
  return { sum, amount }
}

test('the quota of any tenant covers its pods at full scale with every rollout and Job under way', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      const tenant = resolveTenant(spec, cluster)
      const objects = tenantManifests(tenant, resolved)
        .flatMap((manifest) => manifest.objects)
        .filter(({ metadata }) => metadata.namespace === tenant.namespace)
      const scalers = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      const scaled = new Map(
        scalers.map(({ metadata, spec: one }) => [
          metadata.name,
          (one as { maxReplicas: number }).maxReplicas,
        ]),
      )
      const { sum, amount } = requested(objects, scaled)
      const quota = objects.find(({ kind }) => kind === 'ResourceQuota')?.['spec'] as {
        hard: Record<string, string>
      }
      expect(amount(quota.hard['requests.cpu'])).toBeGreaterThanOrEqual(sum.cpu - 1e-9)
      expect(amount(quota.hard['requests.memory'])).toBeGreaterThanOrEqual(sum.memory)
      expect(amount(quota.hard['requests.nvidia.com/gpu'])).toBeGreaterThanOrEqual(sum.gpu)
      expect(Number(quota.hard['pods'])).toBeGreaterThanOrEqual(sum.pods)
    }),
    { numRuns: 150 },
  )
})

test('any two tenants stay apart: no file, no object and no open connection in common', () => {
  const ports = [53, 80, 443, 4317, 5432, 6379, 8080, 11434]
  fc.assert(
    fc.property(tenantSpec, tenantSpec, (one, other) => {
      fc.pre(one.id !== other.id)
      const [a, b] = [one, other].map((spec) => tenantManifests(resolveTenant(spec, cluster), resolved))
      if (!a || !b) throw new Error('two tenants were made')
      const paths = new Set(a.map(({ path }) => path))
      expect(b.filter(({ path }) => paths.has(path))).toEqual([])
      const id = ({ kind, metadata }: { kind: string; metadata: { name: string; namespace?: string } }) =>
        `${kind}/${metadata.namespace}/${metadata.name}`
      const ids = new Set(a.flatMap(({ objects }) => objects.map(id)))
      expect(b.flatMap(({ objects }) => objects.map(id)).filter((name) => ids.has(name))).toEqual([])

      const model = networkModel([...a, ...b])
      const reading = { kind: 'pessimistic', podBlocks: resolved.network.podCidrs.map(parseBlock) } as const
      const own = (spec: { id: string }) =>
        model.pods.filter(({ namespace }) => namespace === `tenant-${spec.id}`)
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        for (const source of own(from))
          for (const target of own(to))
            for (const port of ports) {
              for (const protocol of ['TCP', 'UDP'] as const) {
                expect(podReachesPod(model, source, target, port, protocol, reading)).toBeUndefined()
              }
            }
      }
    }),
    { numRuns: 40 },
  )
})
