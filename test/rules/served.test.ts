import { describe, expect, test } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { checkUsers } from '../../lib/rules/users.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import type { ClusterSpec, TenantSpec } from '../../lib/spec/index.ts'
import { clusters, fleetOf, plain } from '../support/fleet.ts'
import { wholeClusters } from '../support/whole-specs.ts'

const premium = { ...plain, tier: 'premium', models: ['llama3:70b'] } as TenantSpec
const of = (spec: object) =>
  checkUsers({ file: 'tenants/plain.ts', spec: completeTenant({ ...plain, ...spec } as TenantSpec) })
const errors = (specs: readonly ClusterSpec[], tenants: readonly TenantSpec[] = [plain]) =>
  checkFleet(fleetOf(tenants, specs))
    .filter(({ level }) => level === 'error')
    .map(render)
    .map(({ code, file, field, why, remedy }) => `${code} ${file} ${field}: ${why} → ${remedy}`)

describe('users beyond what replicas serve are refused', () => {
  test.each<[number, object, string[]]>([
    [25, {}, []],
    // A standard replica gives two answers at once, a premium one four.
    [200, {}, []],
    [201, {}, ['11 replicas of the model server']],
    [1200, {}, ['60 replicas of the model server']],
    [1201, {}, ['21 replicas of Open WebUI', '61 replicas of the model server']],
    [5000, {}, ['84 replicas of Open WebUI', '250 replicas of the model server']],
    [50, { scaling: { ollama: { min: 1, max: 2 } } }, ['3 replicas of the model server']],
    [50, { inference: { parallelRequests: 4 }, scaling: { ollama: { min: 1, max: 2 } } }, []],
    [130, { scaling: { openWebui: { min: 2, max: 2 } } }, ['3 replicas of Open WebUI']],
    [40, premium, []],
    [41, { ...premium, gpuReplicas: { min: 0, max: 1 } }, ['2 replicas of the model server']],
    [400, premium, []],
    [2000, premium, ['34 replicas of Open WebUI', '50 replicas of the model server']],
    [400, { ...premium, gpuReplicas: { min: 10, max: 10 } }, []],
    // Models on both kinds of nodes serve together.
    [150, { ...premium, models: ['llama3:70b', 'llama3:8b'] }, []],
  ])('%i users', (expectedUsers, spec, expected) => {
    const found = of({ ...spec, expectedUsers })
    expect(found.map(render).map(({ why }) => /need (.*?),/.exec(why)?.[1])).toEqual(expected)
    for (const { level, code, field } of found)
      expect([level, code, field]).toEqual(['error', 'users', 'expectedUsers'])
  })

  test('the remedy is one that the rule then accepts', () => {
    for (const expectedUsers of [201, 1201, 5000]) {
      const most = of({ expectedUsers })
        .map(render)
        .map(({ remedy }) => Number(/expectedUsers to (\d+)/.exec(remedy)?.[1]))
      expect(of({ expectedUsers: Math.min(...most) })).toEqual([])
    }
    const one = { min: 0, max: 1 }
    expect(of({ ...premium, gpuReplicas: one, expectedUsers: 41 }).map(render)[0]?.remedy).toMatch(
      /^raise gpuReplicas.max, or set expectedUsers to 40/,
    )
  })
})

test('clusters in AWS read one Git at one revision; a laptop may read another', () => {
  const git = (spec: ClusterSpec, gitOps: object) =>
    ({ ...spec, gitOps: { ...spec.gitOps, ...gitOps } }) as ClusterSpec
  const { hub, east, west, local } = wholeClusters
  const other = { repository: 'https://git.other.example/paddock.git' }
  expect(errors([hub, east, git(west, other)])).toEqual([
    expect.stringMatching(
      /^git clusters\/us-west-2\.ts gitOps\.repository: us-west-2 reads https:\/\/git\.other\.example/,
    ),
  ])
  expect(errors([hub, git(east, { revision: 'refs/heads/next' }), west])).toEqual([
    expect.stringMatching(/^git clusters\/us-east-1\.ts gitOps\.revision/),
  ])
  expect(errors([east, git(west, other)].filter(({ kind }) => kind !== 'hub'))).toHaveLength(1)
  expect(errors([git(hub, other), git(east, other), git(west, other), local])).toEqual([])
})

test('a laptop’s cell has no regions to copy to', () => {
  const local = wholeClusters.local as Extract<ClusterSpec, { kind: 'local' }>
  const [cell = '', spec] = Object.entries(local.cells)[0] ?? []
  const copied = { ...local, cells: { [cell]: { ...spec, replicateTo: ['us-west-2'] } } } as ClusterSpec
  expect(errors([copied], [{ ...plain, cell }])).toEqual([
    expect.stringMatching(
      /^no-effect clusters\/local\.ts cells\.local-a\.replicateTo: us-west-2 has no effect/,
    ),
  ])
})

test('days of backups are promised of a database of its own alone', () => {
  const all = [clusters.hub, clusters.east, clusters.west]
  const kept = { ...plain, retention: { backupsDays: 14 } } as TenantSpec
  expect(errors(all, [kept])).toEqual([
    expect.stringMatching(/^no-effect tenants\/plain\.ts retention\.backupsDays: 14 has no effect/),
  ])
  expect(errors(all, [{ ...kept, database: 'dedicated' }])).toEqual([])
})
