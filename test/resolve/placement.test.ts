import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placements } from '../../lib/resolve/placement.ts'
import { clusters, type Regional } from '../support/fleet.ts'

type Region = 'us-east-1' | 'us-west-2'
const regions: readonly Region[] = ['us-east-1', 'us-west-2']
const capacity = { tenants: 1, connections: 60, databaseGiB: 5, filesGiB: 20 }
const [some] = Object.values(clusters.east.cells)
if (!some) throw new Error('no cell')
const cell: typeof some = { ...some, capacity, replicateTo: [] }

const anyRegional = (name: Region): fc.Arbitrary<Regional> =>
  fc
    .record({
      servedFrom: fc.constantFrom(undefined, ...regions),
      replicated: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
    })
    .map(({ servedFrom, replicated }) => ({
      ...(name === 'us-east-1' ? clusters.east : clusters.west),
      ...(servedFrom === undefined ? {} : { servedFrom }),
      cells: Object.fromEntries(
        replicated.map((copied, index) => [
          `${name}-${index}`,
          { ...cell, replicateTo: copied ? regions.filter((one) => one !== name) : [] },
        ]),
      ),
    }))

test('whatever the files say, each cell serves in exactly one cluster, and only where its data is', () => {
  fc.assert(
    fc.property(anyRegional('us-east-1'), anyRegional('us-west-2'), (east, west) => {
      const all = [clusters.hub, east, west]
      const kept = [east, west].map((one) => ({ one, places: placements(one, all) }))
      for (const home of [east, west]) {
        for (const [id, { replicateTo }] of Object.entries(home.cells)) {
          const holders = kept.filter(({ places }) => places.has(id)).map(({ one }) => one.region)
          expect(holders.sort()).toEqual([home.region, ...replicateTo].sort())
          const serving = kept.filter(({ places }) => places.get(id)?.role === 'serving')
          expect(serving).toHaveLength(1)
        }
      }
    }),
  )
})

test('one line moves what is replicated and leaves what is bound', () => {
  const bound = { ...clusters.east.cells, bound: cell }
  const east: Regional = { ...clusters.east, cells: bound, servedFrom: 'us-west-2' }
  const all = [clusters.hub, east, clusters.west]
  const roles = (here: Regional) =>
    Object.fromEntries([...placements(here, all)].map(([id, { home, role }]) => [id, `${home} ${role}`]))
  expect(roles(east)).toEqual({ 'us-east-1-a': 'here standby', bound: 'here serving' })
  expect(roles(clusters.west)).toEqual({ 'us-west-2-a': 'here serving', 'us-east-1-a': 'elsewhere serving' })
})

test('a standby keeps the hosts of its home and has the network of where it stands', () => {
  const place = placements(clusters.west, [clusters.east, clusters.west]).get('us-east-1-a')
  expect(place?.cluster).toMatchObject({
    name: 'us-west-2',
    domain: clusters.east.domain,
    network: clusters.west.network,
  })
})
