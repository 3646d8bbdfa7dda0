import { describe, expect, test } from 'vitest'
import { readDist } from '../support/dist.ts'
import { prepares, running, writers } from '../support/standby.ts'
import { expectSeen, membersOf, regionals } from '../support/subject.ts'

const objectsOf = (cluster: string, id: string) =>
  readDist(`${cluster}/tenants/${id}/`).flatMap(({ objects }) => objects)

const places = regionals.flatMap((cluster) =>
  membersOf(cluster).map(({ spec, home, role }) => ({
    cluster: cluster.name,
    region: cluster.region,
    id: spec.id,
    state: spec.state ?? 'active',
    home,
    role,
  })),
)
const standbys = places.filter(({ role }) => role === 'standby')

test('the fixtures have tenants that stand by', () => {
  expectSeen(standbys.length, 7)
})

describe.each(standbys)('$id stands by in $cluster', ({ cluster, region, id, state, home }) => {
  const objects = objectsOf(cluster, id)

  test('with everything that is there, and nothing that runs or writes', () => {
    expect(objects.length).toBeGreaterThan(20)
    expect(running(objects)).toEqual([])
    const writing = objects.filter((one) => writers.includes(one.kind) && !prepares(one))
    // The home region keeps the objects that generate its secrets and its certificate, but they push nothing meanwhile.
    const kept = home === 'here' ? ['Certificate/tls', 'Password/generated', 'PushSecret/generated'] : []
    expect(kept).toEqual(
      expect.arrayContaining(writing.map(({ kind, metadata }) => `${kind}/${metadata.name}`)),
    )
  })

  test('with its models, unless it would not run: the Job reads its own region’s bucket', () => {
    const [job, ...more] = objects.filter(prepares)
    expect(more).toEqual([])
    expect(job !== undefined).toBe(state === 'active')
    if (job) expect(JSON.stringify(job)).toContain(`"name":"S3_REGION_NAME","value":"${region}"`)
  })
})

test('each tenant that is active is served by one cluster', () => {
  for (const id of new Set(places.map((one) => one.id))) {
    const of = places.filter((one) => one.id === id)
    const serving = of.filter(({ role }) => role === 'serving')
    expect([id, serving.length]).toEqual([id, 1])
    for (const { cluster, role, state } of of)
      expect([id, cluster, running(objectsOf(cluster, id)).includes('open-webui')]).toEqual([
        id,
        cluster,
        role === 'serving' && state === 'active',
      ])
  }
})
