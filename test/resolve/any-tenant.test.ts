import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import type { PodSpec } from '../../lib/kube/types/kubernetes.ts'
import { clusterManifests, tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { checkShape } from '../../lib/rules/shape.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { CompleteTenantClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusterFacts, verifyTenant } from '../../lib/verify/index.ts'
import { podReachesPod } from '../../lib/verify/reachability/allows.ts'
import { parseBlock } from '../../lib/verify/reachability/cidr.ts'
import { networkModel, podTemplate } from '../../lib/verify/reachability/model.ts'
import { verifyReferences } from '../../lib/verify/references/index.ts'
import { madeBy } from '../../lib/verify/references/made.ts'
import localCluster from '../fleet/clusters/local.ts'
import { cluster, tenantSpec } from '../support/arbitrary.ts'
import { asValid, validObject } from '../support/valid.ts'

const local = completeCluster(localCluster) as CompleteTenantClusterSpec

const resolved = resolveCluster(cluster)
const platform = clusterManifests(resolved)
const facts = clusterFacts(platform)

test('any valid tenant becomes objects that hold against every schema, policy, reference and proof', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      expect(checkShape('tenant', `tenants/${spec.id}.ts`, spec)).toEqual([])
      const tenant = resolveTenant(spec, cluster)
      expect(verifyTenant(tenantManifests(tenant, resolved), tenant, resolved, facts)).toEqual([])
    }),
    { numRuns: 150 },
  )
})

type Amounts = Record<string, number>

/** A quantity as the API server reads it. */
function amount(text = '0'): number {
  const units: Amounts = { '': 1, m: 1e-3, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 }
  const [, number = '0', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(text) ?? []
  return Number(number) * (units[unit] ?? Number.NaN)
}

/** Amount that one pod counts for: the sum of its containers, or its largest init container if that is more. */
function podAmounts({ containers, initContainers = [] }: PodSpec): Amounts {
  const most = (part: 'requests' | 'limits', resource: string) => {
    const of = (list: typeof containers) =>
      list.map((one) => amount(String(one.resources?.[part]?.[resource] ?? '0')))
    return Math.max(
      of(containers).reduce((total, one) => total + one, 0),
      ...of(initContainers),
      0,
    )
  }
  const extended = most('requests', 'nvidia.com/gpu')
  const parts = ['requests', 'limits'] as const
  return {
    ...Object.fromEntries(
      parts.flatMap((part) =>
        ['cpu', 'memory', 'ephemeral-storage'].map((name) => [`${part}.${name}`, most(part, name)]),
      ),
    ),
    'requests.nvidia.com/gpu': extended,
    pods: 1,
  }
}

/** The largest number of pods of a workload at once: full scale and its rollout, or a Job and its failed pod. */
function most(object: KubeObject, scalers: readonly KubeObject[]): number {
  if (object.kind === 'Job') return 2
  const spec = object['spec'] as { replicas?: number; strategy?: { rollingUpdate?: { maxSurge?: number } } }
  const scaler = scalers.find(({ metadata }) => metadata.name === object.metadata.name)
  const replicas =
    (scaler?.['spec'] as { maxReplicas: number } | undefined)?.maxReplicas ?? spec.replicas ?? 1
  // The old generation may still be ending.
  return replicas === 0 ? 0 : 2 * replicas + Number(spec.strategy?.rollingUpdate?.maxSurge ?? 0)
}

test('the quota of any tenant covers all of its pods and claims at full scale, with every rollout and Job', () => {
  fc.assert(
    fc.property(tenantSpec, (spec) => {
      const tenant = resolveTenant(spec, cluster)
      // Summed from the objects and not from the resolver.
      const objects = tenantManifests(tenant, resolved)
        .flatMap((manifest) => manifest.objects)
        .filter(({ metadata }) => metadata.namespace === tenant.namespace)
      const of = (kind: string) => objects.filter((object) => object.kind === kind)
      const specOf = (kind: string) => of(kind).map((object) => object['spec'])
      const sum: Amounts = {}
      const add = (amounts: Amounts, count: number) => {
        for (const [name, value] of Object.entries(amounts)) sum[name] = (sum[name] ?? 0) + count * value
      }
      for (const object of objects) {
        const pod = podTemplate(validObject(object))?.spec
        if (pod) add(podAmounts(pod), most(object, of('HorizontalPodAutoscaler')))
      }
      for (const claim of of('PersistentVolumeClaim')) {
        const { requests } = (claim['spec'] as { resources: { requests: { storage: string } } }).resources
        add({ 'requests.storage': amount(requests.storage), persistentvolumeclaims: 1 }, 1)
      }
      const [quota] = specOf('ResourceQuota') as { hard: Record<string, string> }[]
      const hard = quota?.hard ?? {}
      const short = Object.entries(hard).filter(([name, text]) => amount(text) < (sum[name] ?? 0) - 1e-9)
      expect(short).toEqual([])
      // Every limit that a pod counts against is one that was summed.
      expect(
        Object.keys(hard).filter((name) => !name.startsWith('services.') && sum[name] === undefined),
      ).toEqual([])
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

      const model = networkModel(asValid([...a, ...b]))
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

test('ids that are made of the words of derived names stay apart, from each other and from the platform', () => {
  const words =
    'admin app bus cache database databases data endpoints files local migrate models platform postgres reader root secrets store tenant valkey'
  const word = fc.constantFrom(...words.split(' '))
  const pair = fc
    .tuple(word, word)
    .chain(([one, two]) =>
      fc.constantFrom(two, `${one}-${two}`, `${two}-${one}`).map((other) => [one, other]),
    )
  const names = (manifests: readonly Manifest[]) =>
    manifests.flatMap(({ objects }) =>
      objects.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`),
    )
  const place = (spec: CompleteTenantClusterSpec) => {
    const of = resolveCluster(spec)
    const platform = clusterManifests(of)
    const drawn = new Map<string, readonly Manifest[]>()
    /** A tenant of a name; drawn once, the words come back. */
    const draw = (name: string): readonly Manifest[] => {
      const tenant: TenantSpec = {
        id: name,
        tier: 'standard',
        cell: Object.keys(spec.cells)[0] ?? '',
        contacts: { owner: 'it@a.example' },
        ...(spec.kind === 'local' ? {} : { database: 'dedicated', cache: 'dedicated' }),
      }
      const made = drawn.get(name) ?? tenantManifests(resolveTenant(completeTenant(tenant), spec), of)
      drawn.set(name, made)
      return made
    }
    return { draw, made: madeBy(asValid(platform)), taken: names(platform) }
  }
  const places = { regional: place(cluster), local: place(local) }
  fc.assert(
    fc.property(
      pair,
      fc.constantFrom('regional' as const, 'local' as const),
      ([one = '', other = ''], kind) => {
        const { draw, made, taken } = places[kind]
        fc.pre(one !== other)
        const [a, b] = [draw(one), draw(other)]
        const others = new Set([...taken, ...names(a)])
        expect(names(b).filter((name) => others.has(name))).toEqual([])
        expect(verifyReferences(asValid(b), made).filter(({ code }) => code === 'duplicate')).toEqual([])
      },
    ),
    { numRuns: 400 },
  )
})
