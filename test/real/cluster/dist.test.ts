import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  members,
  permissionsOf,
  permissionsOfRole,
  reviewAccess,
  serviceAccounts,
  somebody,
} from './access.ts'
import { holdNamespaceDeletion } from './aggregated.ts'
import { administratorAttacks, admissionAttacks, harmlessPod, tryAttacks } from './attacks.ts'
import { claimAttacks, claimMoves } from './claim-attacks.ts'
import type { Cluster } from './control-plane.ts'
import { livePods, refusedPods, unsettled, wantsGpu } from './fleet.ts'
import { departures } from './lifecycle.ts'
import { gpuNodes } from './nodes.ts'
import { accountPermissions } from './permissions.ts'
import { isUnschedulable, placement } from './placement.ts'
import { remove, tenantDocuments } from './remove.ts'
import { addToReport, emptyRow } from './report.ts'
import { notMidRollout, peaks, rollOut, scaleTo } from './scale.ts'
import { changed, keyOf, snapshot } from './snapshot.ts'
import { openCluster, subjects, work } from './subject.ts'
import { sync, syncAgain } from './sync.ts'
import { waitUntilNone } from './wait.ts'

const all = await subjects()

/**
 * Argo CD's own finalizer has no path in its name, and is what it looks for. Literal claims need definitions of v1, which
 * Crossplane calls deprecated (docs/decisions/literal-claims.md).
 */
const tolerated = /resources-finalizer\.argocd\.argoproj\.io|CompositeResourceDefinition v1 is deprecated/

// The tests run in order: each continues with the cluster that the previous one left.
describe.each(all)('$name', (subject) => {
  const { spec, dist, objects, aggregated, plan, applied, tenants, active } = subject
  const { tenantNamespaces, platformNamespaces } = subject
  const row = emptyRow(spec.name, dist.length)
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await openCluster(subject)
  })
  afterAll(async () => {
    addToReport(work, row, subject === all[0] ? 'first' : 'later')
    await cluster?.stop()
  })

  test('no object is refused, in the order in which Argo CD applies them', async () => {
    expect(plan.forgotten).toEqual([])
    const started = Date.now()
    const outcome = await sync(cluster, plan)
    row.seconds = Math.round((Date.now() - started) / 1000)
    row.applied = outcome.applied
    row.refused = applied.length - outcome.applied
    expect(outcome.refused).toEqual([])
    expect(outcome.warnings.filter((line) => !tolerated.test(line))).toEqual([])
    expect(row.refused).toBe(0)
  })

  test('everything runs but what needs a GPU, which waits for one', async () => {
    expect(await waitUntilNone(() => unsettled(cluster.api, 'gpu'), 90)).toEqual([])
    const gpu = (await livePods(cluster.api)).filter(wantsGpu)
    expect(gpu.length > 0).toBe(active.some(({ tier }) => tier === 'premium'))
    expect(gpu.filter((pod) => !isUnschedulable(pod)).map(({ metadata }) => metadata.name)).toEqual([])
  })

  test('with GPU nodes everything runs', async () => {
    for (const node of gpuNodes(spec)) await cluster.api.send('POST', '/api/v1/nodes', node)
    expect(await waitUntilNone(() => unsettled(cluster.api, 'nothing'), 90)).toEqual([])
    expect(await refusedPods(cluster.api)).toEqual([])
  })

  test('a second sync changes nothing', async () => {
    const before = await snapshot(cluster.api)
    const outcome = await syncAgain(cluster, applied)
    const differences = changed(before, await snapshot(cluster.api), objects.map(keyOf))
    row.changed = differences.length
    expect(outcome.refused).toEqual([])
    expect(differences).toEqual([])
  })

  test('at full scale with a rollout under way, every pod is admitted, fits and stands where it should', async () => {
    await scaleTo(cluster.api, peaks(objects))
    expect(await waitUntilNone(() => unsettled(cluster.api, 'nothing'), 90)).toEqual([])
    await rollOut(cluster.api, 'held')
    const late = await waitUntilNone(() => notMidRollout(cluster.api), 60)
    expect([...late, ...(await refusedPods(cluster.api))]).toEqual([])
    const where = await placement(cluster.api)
    row.pods = where.pods
    row.nodes = where.nodesUsed
    expect(where).toMatchObject({ pending: [], misplaced: [], crowded: [] })
    await rollOut(cluster.api, 'back')
    expect(await waitUntilNone(() => unsettled(cluster.api, 'nothing'), 90)).toEqual([])
  })

  test('a restart of everything at full scale is refused no pod, though old ones take time to end', async () => {
    await rollOut(cluster.api, 'through')
    const left = await waitUntilNone(() => unsettled(cluster.api, 'nothing'), 120)
    expect([...left, ...(await refusedPods(cluster.api))]).toEqual([])
  })

  test('a sync at full scale takes no replica away', async () => {
    const outcome = await syncAgain(
      cluster,
      applied.filter(({ object }) => object.kind === 'Deployment'),
    )
    expect(outcome.refused).toEqual([])
    const scaled = await Promise.all(
      peaks(objects).map(async (peak) => {
        const path = `/apis/apps/v1/namespaces/${peak.namespace}/deployments/${peak.deployment}`
        const { spec } = await cluster.api.get<{ spec: { replicas: number } }>(path)
        return { ...peak, replicas: spec.replicas }
      }),
    )
    expect(scaled).toEqual(peaks(objects))
  })

  test('each group may do what its role is for, and nothing else anywhere', async () => {
    const people = members(spec, tenants)
    const namespaces = [...platformNamespaces, ...tenantNamespaces]
    const { asked, wrong } = await reviewAccess(cluster.api, people, namespaces)
    row.reviews = asked
    expect(wrong).toEqual([])
    const nobody = await permissionsOf(
      cluster.api,
      { user: 'nobody', groups: ['system:authenticated'] },
      'default',
    )
    for (const { group, roles } of people) {
      for (const namespace of namespaces) {
        const role = roles.get(namespace)
        const rights = await permissionsOf(cluster.api, somebody(group), namespace)
        const expected = [...new Set([...nobody, ...(role ? permissionsOfRole(role) : [])])].sort()
        expect({ group, namespace, rights }).toEqual({ group, namespace, rights: expected })
      }
    }
  })

  test('a tenant’s service accounts may do what they are for, and nothing outside its namespace', async () => {
    const nobody = await permissionsOf(
      cluster.api,
      { user: 'nobody', groups: ['system:authenticated'] },
      'default',
    )
    const own = objects.filter(({ metadata }) => tenantNamespaces.includes(metadata.namespace ?? ''))
    for (const account of serviceAccounts(own)) {
      for (const namespace of [...tenantNamespaces, ...platformNamespaces]) {
        const rights = await permissionsOf(cluster.api, account, namespace)
        const more = namespace === account.namespace ? (accountPermissions[account.name] ?? []) : []
        const expected = [...nobody, ...more].sort()
        expect({ account: account.user, namespace, rights }).toEqual({
          account: account.user,
          namespace,
          rights: expected,
        })
      }
    }
  })

  test.runIf(active.length > 0)('admission refuses what no tenant may have, whoever asks', async () => {
    await scaleTo(
      cluster.api,
      peaks(objects).map((peak) => ({ ...peak, replicas: 1 })),
    )
    for (const { id, tier } of active) {
      const harmless = harmlessPod(`tenant-${id}`)
      const { status } = await cluster.api.send('POST', harmless.path, harmless.body)
      expect({ id, status }).toEqual({ id, status: 201 })
      expect(await tryAttacks(cluster.api, admissionAttacks(`tenant-${id}`, tier === 'standard'))).toEqual([])
    }
  })

  test.runIf(spec.kind === 'regional')('a claim that speaks of another is refused', async () => {
    for (const { id } of tenants.filter((one) => one.id !== 'acme')) {
      expect(await tryAttacks(cluster.api, claimAttacks(`tenant-${id}`))).toEqual([])
    }
  })

  test.runIf(claimMoves(objects).length > 0)('a claim keeps what AWS cannot change', async () => {
    expect(await tryAttacks(cluster.api, claimMoves(objects))).toEqual([])
  })

  test.runIf(tenants.some(({ access }) => access?.adminGroups))(
    'a tenant’s administrator cannot help itself',
    async () => {
      for (const { id, access } of tenants) {
        const other = tenants.find((one) => one.id !== id)?.id ?? 'none'
        for (const group of access?.adminGroups ?? []) {
          const attacks = administratorAttacks(`tenant-${id}`, `tenant-${other}`)
          expect(await tryAttacks(cluster.api, attacks, somebody(group))).toEqual([])
        }
      }
    },
  )

  test.runIf(aggregated.length > 0)(
    'an aggregated API that nobody answers keeps a namespace from going, and taking it away lets it go',
    async () => {
      const seen = await holdNamespaceDeletion(cluster, aggregated)
      expect(seen).toEqual({ refused: [], available: [], kept: 'by discovery', left: [] })
    },
  )

  test.runIf(active.length > 0)(
    'a tenant that leaves stops, is exported within its quota, and once more before it is deleted',
    async () => {
      const none = { refused: [], warnings: [], changed: [], unsettled: [], refusedPods: [], serving: [] }
      for (const seen of await departures(cluster, subject)) {
        expect(seen).toMatchObject({ ...none, withdrawn: seen.state === 'deleted' })
        expect(seen.exported).toEqual(expect.arrayContaining(['export', 'last-export']))
      }
    },
  )

  test.runIf(active.length > 0)(
    'removing a tenant removes its own objects and touches no other',
    async () => {
      const [leaver] = active
      const id = leaver?.id ?? ''
      const own = tenantDocuments(dist, spec.name, id)
      const keys = new Set(own.map(({ object }) => keyOf(object)))
      expect(await waitUntilNone(() => unsettled(cluster.api, 'nothing'), 90)).toEqual([])
      const before = await snapshot(cluster.api)
      await remove(cluster.api, own)
      const left = async () => {
        const now = await snapshot(cluster.api)
        return [...now.values()]
          .filter(
            ({ metadata: { namespace, name, labels } }) =>
              [namespace, name].includes(`tenant-${id}`) || labels?.['paddock.dev/tenant'] === id,
          )
          .map(keyOf)
      }
      expect(await waitUntilNone(left, 60)).toEqual([])
      // The workloads of tenants that left above are already deleted.
      const others = objects.map(keyOf).filter((key) => !keys.has(key) && before.has(key))
      expect(changed(before, await snapshot(cluster.api), others)).toEqual([])
    },
  )

  test('no server has ended by itself', () => {
    cluster.check()
  })
})
