import { error, type Finding } from '../findings/finding.ts'
import { overlap } from '../resolve/cidr.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import type { Fleet, FromFile } from './fleet.ts'

/** Regions have a peer, networks of their own, and on the hub one cluster each. */
export function checkRegions({ clusters }: Fleet): Finding[] {
  const regional = clusters.filter(
    (one): one is FromFile<CompleteRegionalSpec> => one.spec.kind === 'regional',
  )
  const hubs = clusters.filter(({ spec }) => spec.kind === 'hub')
  return [
    ...hubs
      .slice(1)
      .map(({ file }) => error('second-hub', { file, field: 'kind' }, { hubFile: hubs[0]?.file ?? '' })),
    ...regional.flatMap((one) => checkPeer(one, regional, hubs.length > 0)),
    ...(hubs.length > 0 ? regional.flatMap((one, index) => checkOverlap(one, regional.slice(0, index))) : []),
  ]
}

function checkPeer(
  { file, spec }: FromFile<CompleteRegionalSpec>,
  regional: readonly FromFile<CompleteRegionalSpec>[],
  made: boolean,
): Finding[] {
  const { region, peerRegion } = spec
  if (region === peerRegion) {
    return [error('peer-region', { file, field: 'peerRegion' }, { problem: 'own', region })]
  }
  if (!made) return []
  // Keys and networks of a region are looked up by its name: the hub makes one of each.
  const twin = regional.find((one) => one.spec.region === region)
  if (twin && twin.spec !== spec) {
    return [error('region-clash', { file, field: 'region' }, { region, otherFile: twin.file })]
  }
  if (regional.some((one) => one.spec.region === peerRegion)) return []
  return [error('peer-region', { file, field: 'peerRegion' }, { problem: 'no-cluster', region: peerRegion })]
}

function checkOverlap(
  { file, spec }: FromFile<CompleteRegionalSpec>,
  before: readonly FromFile<CompleteRegionalSpec>[],
): Finding[] {
  const taken = before.find((one) => overlap(one.spec.network.vpcCidr, spec.network.vpcCidr))
  if (!taken) return []
  const facts = { cidr: spec.network.vpcCidr, otherFile: taken.file }
  return [error('vpc-overlap', { file, field: 'network.vpcCidr' }, facts)]
}
