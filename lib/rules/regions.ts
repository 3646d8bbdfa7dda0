import { overlap } from '../resolve/cidr.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { CompleteRegionalSpec } from '../spec/index.ts'
import type { Fleet, FromFile } from './fleet.ts'

/** Regions have a peer, networks of their own, and on the hub one cluster each. */
export function checkRegions({ clusters }: Fleet): Finding[] {
  const regional = clusters.filter(
    (one): one is FromFile<CompleteRegionalSpec> => one.spec.kind === 'regional',
  )
  const hubs = clusters.filter(({ spec }) => spec.kind === 'hub')
  return [
    ...hubs.slice(1).map(({ file }) => {
      const why = `${hubs[0]?.file} is the hub already`
      return error('second-hub', file, 'kind', why, 'leave one file of kind hub')
    }),
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
    const why = `${region} is the cluster's own region`
    return [
      error('peer-region', file, 'peerRegion', why, 'name another region: replicas must survive this one'),
    ]
  }
  if (!made) return []
  // Keys and networks of a region are looked up by its name: the hub makes one of each.
  const twin = regional.find((one) => one.spec.region === region)
  if (twin && twin.spec !== spec) {
    const why = `${twin.file} is in ${region} too; the hub makes one cluster a region`
    return [error('region-clash', file, 'region', why, 'choose another region')]
  }
  if (regional.some((one) => one.spec.region === peerRegion)) return []
  const why = `no cluster is in ${peerRegion}: nothing there could take the replicas`
  return [
    error('peer-region', file, 'peerRegion', why, `add a cluster in ${peerRegion}, or name another region`),
  ]
}

function checkOverlap(
  { file, spec }: FromFile<CompleteRegionalSpec>,
  before: readonly FromFile<CompleteRegionalSpec>[],
): Finding[] {
  const taken = before.find((one) => overlap(one.spec.network.vpcCidr, spec.network.vpcCidr))
  if (!taken) return []
  const why = `${spec.network.vpcCidr} is the network of ${taken.file} too: the two could never be connected`
  return [error('vpc-overlap', file, 'network.vpcCidr', why, 'give each region a block of its own')]
}
