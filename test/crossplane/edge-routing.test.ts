import { describe, expect, test } from 'vitest'
import { edgeRoutingPlans } from '../../crossplane/apis/edge-routing/composition.ts'
import { resolveRegionEdge } from '../../lib/resolve/region-edge.ts'
import { completeCluster } from '../../lib/spec/complete.ts'
import type { CompleteHubSpec, CompleteRegionalSpec } from '../../lib/spec/index.ts'
import hub from '../fleet/clusters/hub.ts'
import usEast1 from '../fleet/clusters/us-east-1.ts'

const east = completeCluster(usEast1) as CompleteRegionalSpec
const leads = (spec: CompleteRegionalSpec) =>
  resolveRegionEdge(spec, completeCluster(hub) as CompleteHubSpec).leads

/** The region of a record's load balancer and of its health check. */
function entryPointOf(variant: string | undefined, name: string) {
  const record = edgeRoutingPlans
    .find((plan) => plan.variant === variant)
    ?.resources.find((resource) => resource.name === name)
  if (!record) throw new Error(`${variant} has no ${name}`)
  const from = record.patches.flatMap((patch) => ('fromFieldPath' in patch ? [patch.fromFieldPath] : []))
  const entryPoint = from.filter((path) => path?.endsWith('.dnsName'))
  const health = from.filter((path) => path?.endsWith('.healthCheck'))
  const { forProvider } = record.base.spec as {
    forProvider: { failoverRoutingPolicy?: { type: string }; setIdentifier?: string }
  }
  return { entryPoint, health, rank: forProvider.failoverRoutingPolicy?.type, id: forProvider.setIdentifier }
}

describe.each(['web', 'hosts'])('%s hosts of a region', (entry) => {
  const at = (region: 'edge' | 'peer.edge', rank: 'PRIMARY' | 'SECONDARY') => ({
    entryPoint: [`${region}.${entry}.dnsName`],
    health: [`${region}.${entry}.healthCheck`],
    rank,
    id: rank.toLowerCase(),
  })

  test('lead to its own door, and to the other’s when that is shut', () => {
    expect(entryPointOf(undefined, `${entry}-primary`)).toEqual(at('edge', 'PRIMARY'))
    expect(entryPointOf(undefined, `${entry}-secondary`)).toEqual(at('peer.edge', 'SECONDARY'))
  })

  test('lead to the other’s first once it was handed over, though its own door is open', () => {
    expect(entryPointOf('handed-over', `${entry}-primary`)).toEqual(at('peer.edge', 'PRIMARY'))
    expect(entryPointOf('handed-over', `${entry}-secondary`)).toEqual(at('edge', 'SECONDARY'))
  })
})

test('either way the same records are made, so that those of before are changed and none is deleted', () => {
  const [own, handedOver] = edgeRoutingPlans
  const names = (plan: typeof own) => plan?.resources.map(({ name, base }) => [name, base])
  expect(names(handedOver)).toEqual(names(own))
})

test('what is the region’s own never leads to the other: whether it serves, and its Argo CD', () => {
  for (const variant of [undefined, 'handed-over'])
    for (const name of ['serving', 'argocd'])
      expect(entryPointOf(variant, name)).toEqual({
        entryPoint: ['edge.web.dnsName'],
        health: [],
        rank: undefined,
        id: undefined,
      })
})

test('a region leads elsewhere when all of it is served there, and not while a cell of its own stays', () => {
  expect(leads(east)).toBe('own')
  expect(leads({ ...east, servedFrom: 'us-east-1' })).toBe('own')
  expect(leads({ ...east, servedFrom: 'us-west-2' })).toBe('peer')
  const [cell] = Object.values(east.cells)
  if (!cell) throw new Error('no cell')
  const alone = { ...cell, replicateTo: [] }
  const stays = { ...east, cells: { ...east.cells, 'us-east-1-b': alone }, servedFrom: 'us-west-2' as const }
  expect(leads(stays)).toBe('own')
})
