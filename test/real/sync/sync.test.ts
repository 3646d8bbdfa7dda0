import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Document } from '../cluster/dist.ts'
import { distWith } from '../cluster/dist-with.ts'
import { completedJobs } from '../cluster/fleet.ts'
import { changed, keyOf, snapshot } from '../cluster/snapshot.ts'
import { subjects } from '../cluster/subject.ts'
import { waitUntilNone } from '../cluster/wait.ts'
import { applications, confirm, operations, refresh, unsettledApplications } from './applications.ts'
import { belowFewest, missing, remaining } from './seen.ts'
import { openStage, type Stage } from './stage.ts'
import { tooEarly } from './waves.ts'

const all = await subjects()

// The tests run in order: each continues with the cluster that the previous one left.
describe.each(all.filter(({ name }) => name === 'hub' || name === 'us-east-1'))('$name', (subject) => {
  const { name, dist, objects, plan, active } = subject
  const [steady, changing, broken, leaving] = active.map(({ id }) => id)
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage(subject)
  })
  afterAll(async () => {
    await stage?.stop()
  })

  /** Differences from a dist after a while; the given Applications have to be at a commit. */
  const unsettled = (
    wanted: readonly Document[],
    seconds: number,
    at: Readonly<Record<string, string>> = {},
  ) =>
    unsettledApplications(
      stage.cluster.api,
      wanted
        .filter(({ object }) => object.kind === 'Application')
        .map(({ object: { metadata } }) => metadata.name),
      seconds,
      stage.check,
      at,
    )
  /** Commits a dist and reports the push; answers the commit. */
  const push = async (wanted: readonly Document[]) => {
    const commit = await stage.repository.commit(wanted)
    await refresh(stage.cluster.api)
    return commit
  }
  const distOf = (id: string | undefined, fields: object) =>
    distWith(
      name,
      active.filter((spec) => spec.id === id).map((spec) => ({ ...spec, ...fields })),
    )

  test('Argo CD brings in all of dist from the root Application, and rests', async () => {
    expect(await unsettled(dist, 900)).toEqual([])
    const there = await snapshot(stage.cluster.api)
    const hooks = plan.hooks.map(({ object }) => keyOf(object))
    expect(objects.map(keyOf).filter((key) => !hooks.includes(key) && !there.has(key))).toEqual([])
  })

  test('each wave comes when all of the one before is there', async () => {
    expect(tooEarly(subject, await snapshot(stage.cluster.api))).toEqual([])
  })

  describe.runIf(active.length > 0)('its tenants', () => {
    test('have the replicas that their autoscalers want, and what is deleted by hand comes back', async () => {
      const { api } = stage.cluster
      expect(await waitUntilNone(() => belowFewest(api), 180)).toEqual([])
      const policies = `/apis/networking.k8s.io/v1/namespaces/tenant-${steady}/networkpolicies`
      const [policy] = await api.list(policies)
      const path = `${policies}/${policy?.metadata.name}`
      expect(await api.send('DELETE', path)).toMatchObject({ status: 200 })
      expect(await waitUntilNone(() => missing(api, path), 180)).toEqual([])
      expect(await unsettled(dist, 180)).toEqual([])
    })

    test('change one by one: no other is synced', async () => {
      const before = operations(await applications(stage.cluster.api))
      const next = await distOf(changing, { ring: 'canary' })
      const commit = await push(next)
      expect(await unsettled(next, 600, { [`tenant-${changing}`]: commit })).toEqual([])
      const after = operations(await applications(stage.cluster.api))
      const synced = [...after].filter(([one, at]) => before.get(one) !== at).map(([one]) => one)
      const own = [`tenant-${changing}`, `database-${changing}`]
      expect(synced).toContain(own[0])
      expect(synced.filter((one) => /^(tenant|database)-/.test(one) && !own.includes(one))).toEqual([])
    })

    test('keep no other from changing when one cannot be synced', async () => {
      const own = (path: string) => path.startsWith(`${name}/tenants/${broken}/`)
      const next = dist.map((one) =>
        own(one.path) && one.object.kind === 'Service'
          ? { ...one, text: JSON.stringify({ ...one.object, unknown: true }) }
          : one,
      )
      const commit = await push(next)
      const others = async () =>
        (await unsettled(next, 0, { [`tenant-${changing}`]: commit })).filter(
          (line) => !line.startsWith(`tenant-${broken}`),
        )
      expect(await waitUntilNone(others, 600, stage.check)).toEqual([])
      const reported = async () =>
        (await unsettled(next, 0)).join().includes('field not declared in schema') ? [] : ['no error is told']
      expect(await waitUntilNone(reported, 300, stage.check)).toEqual([])
      const fixed = await push(dist)
      expect(await unsettled(dist, 600, { [`tenant-${broken}`]: fixed })).toEqual([])
    })

    test('stop and are exported when they leave', async () => {
      const next = await distOf(leaving, { state: 'offboarding' })
      const commit = await push(next)
      expect(await unsettled(next, 600, { [`tenant-${leaving}`]: commit })).toEqual([])
      expect(await completedJobs(stage.cluster.api, `tenant-${leaving}`)).toContain('export')
    })

    test('are deleted after a last export, and not before a person has confirmed it', async () => {
      const { api } = stage.cluster
      const namespace = `tenant-${leaving}`
      const before = await snapshot(api)
      const next = await distOf(leaving, { state: 'deleted' })
      await push(next)
      const exported = async () =>
        (await completedJobs(api, namespace)).includes('last-export') ? [] : ['no last export']
      expect(await waitUntilNone(exported, 300, stage.check)).toEqual([])
      await sleep(15_000)
      const claims = objects
        .filter((one) => one.metadata.namespace === namespace && one.apiVersion.startsWith('paddock.dev/'))
        .map(keyOf)
      const waiting = await snapshot(api)
      expect(claims.length).toBeGreaterThan(0)
      expect(claims.filter((key) => !waiting.has(key))).toEqual([])
      expect(await unsettled(next, 0)).toEqual(expect.arrayContaining([`${namespace} is still there`]))

      await confirm(api, namespace)
      expect(await unsettled(next, 600)).toEqual([])
      expect(await waitUntilNone(() => remaining(api, `/api/v1/namespaces/${namespace}`), 180)).toEqual([])
      const others = next
        .map(({ object }) => object)
        .filter(
          ({ metadata }) => metadata.namespace?.startsWith('tenant-') && metadata.namespace !== namespace,
        )
      expect(changed(before, await snapshot(api), others.map(keyOf))).toEqual([])
    })
  })
})
