import { instanceType } from '../catalog/instances.ts'
import { lcu } from '../catalog/prices.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import { type Assumptions, busyHours } from './assumptions.ts'
import { type CostLine, type CostScope, line, priced } from './line.ts'
import type { Member, RegionalSpec } from './member.ts'
import { type NodePrice, nodePrice, nodeShare, nodeTerms, wholeNodesUsdPerHour } from './nodes.ts'

/** Zones of a region in use: a NAT gateway, an endpoint's interface and a balancer's address in each. */
const zones = 3

/** Lines of a control plane and its surroundings, for all kinds of cluster. */
export function controlPlaneLines(
  file: string,
  spec: Exclude<CompleteClusterSpec, { kind: 'local' }>,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const kind = { file, field: 'kind' }
  const region = { file, field: 'region' }
  const hours = assume.hoursPerMonth
  return [
    priced(scope, 'eks', 'eks.cluster', 'control plane', hours, kind),
    priced(scope, 'network', 'nat.hour', `NAT gateways × ${zones}`, hours * zones, region),
    priced(scope, 'network', 'address.hour', `addresses of NAT × ${zones}`, hours * zones, region),
    priced(
      scope,
      'network',
      'endpoint.hour',
      `endpoints × ${assume.endpointServices} × ${zones}`,
      hours * zones * assume.endpointServices,
      region,
    ),
    priced(scope, 'transfer', 'nat.gb', 'images through NAT', assume.gbNatPerCluster, region),
    priced(scope, 'keys', 'kms.key', 'KMS keys', assume.keysPerCluster, region),
    priced(scope, 'logs', 'logs.ingest', 'control-plane logs', assume.gbControlPlaneLogs, region),
    priced(scope, 'logs', 'logs.store', 'control-plane logs, a month', assume.gbControlPlaneLogs, region),
    ...(spec.kind === 'hub' ? hubNodeLines(file, spec.region, scope, assume) : []),
  ]
}

function hubNodeLines(
  file: string,
  region: CostScope['region'],
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const price = nodePrice('c5.2xlarge', region, assume, { onDemandPercent: 100 })
  const hours = assume.hubNodes * assume.hoursPerMonth
  const item = `${price.type} × ${assume.hubNodes}, on demand`
  const driver = { file, field: 'kind' }
  return [line(scope, 'cpu', item, hours, 'node-hour', price.onDemandUsdPerHour, driver, price.basis)]
}

/** Lines of the way in: load balancers, their addresses and units, the zone and the health check. */
export function edgeLines(
  file: string,
  members: readonly Member[],
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const users = members.reduce((sum, one) => sum + one.users, 0)
  const domain = { file, field: 'domain' }
  const gb = users * (assume.gbOutPerUser + assume.gbStaticPerUser)
  // A browser holds one WebSocket; connections and bytes are added, though only the larger is billed.
  const units = (users / lcu.activeConnections) * busyHours(assume) + gb / lcu.gbPerHour
  const hours = assume.hoursPerMonth
  return [
    priced(scope, 'load-balancing', 'alb.hour', 'ALB', hours, domain),
    priced(scope, 'load-balancing', 'nlb.hour', 'NLB', hours, domain),
    priced(
      scope,
      'load-balancing',
      'address.hour',
      `addresses of balancers × ${2 * zones}`,
      2 * zones * hours,
      domain,
    ),
    priced(scope, 'load-balancing', 'alb.lcu', 'units of the ALB', units, domain),
    priced(scope, 'dns', 'dns.zone', 'hosted zone', 1, domain),
    priced(scope, 'dns', 'dns.check', 'health check', 1, domain),
    // HTTPS, and an interval of 10 s.
    priced(scope, 'dns', 'dns.check-option', 'options of the health check', 2, domain),
  ]
}

/**
 * Lines of node groups that are no tenant's: the fewest CPU nodes, which carry the platform's own pods; the rest of
 * the last CPU node; the fewest GPU nodes, as far as no tenant uses them.
 */
export function nodeGroupLines(
  file: string,
  spec: RegionalSpec,
  members: readonly Member[],
  cpuNode: NodePrice,
  scope: CostScope,
  assume: Assumptions,
): CostLine[] {
  const nobody: CostScope = { ...scope, payer: { kind: 'nobody' } }
  const hours = assume.hoursPerMonth
  const { min } = spec.nodeGroups.cpu
  const used = members.reduce((sum, one) => sum + nodeShare(one.cpu, cpuNode.type, assume), 0)
  const mixed = cpuNode.mixedUsdPerHour
  // Floating sums of shares end a hair above a whole node.
  const whole = min + Math.ceil(used - 1e-9)
  const nodes = wholeNodesUsdPerHour(whole, cpuNode)
  const restUsdPerHour = Math.max(0, nodes.usd - (min + used) * mixed)
  // Below zero where the on-demand part, which rounds up, takes more of the nodes than its share.
  const restSpot = restUsdPerHour === 0 ? 0 : nodes.spotUsd - (min + used) * cpuNode.mixedSpotUsdPerHour
  const cpuMin = { file, field: 'nodeGroups.cpu.min' }
  const platform = `${cpuNode.type} × ${min} for the platform`
  const rest = `rest of ${whole} nodes`
  return [
    line(
      scope,
      'cpu',
      platform,
      hours * min,
      'node-hour',
      mixed,
      cpuMin,
      cpuNode.basis,
      cpuNode.mixedSpotUsdPerHour,
    ),
    line(nobody, 'cpu', rest, hours, 'hour', restUsdPerHour, cpuMin, cpuNode.basis, restSpot),
    ...idleGpuLines(file, spec, members, nobody, assume),
  ]
}

function idleGpuLines(
  file: string,
  spec: RegionalSpec,
  members: readonly Member[],
  nobody: CostScope,
  assume: Assumptions,
): CostLine[] {
  const cheapest = spec.nodeGroups.gpu.types
    .filter((type) => instanceType(type).sold)
    .map((type) => nodePrice(type, spec.region, assume, nodeTerms(spec.nodeGroups, 'gpu')))
    .sort((a, b) => a.mixedUsdPerHour - b.mixedUsdPerHour)[0]
  const used = members.reduce((sum, one) => sum + (one.gpu?.hours ?? 0), 0)
  const idle = spec.nodeGroups.gpu.min * assume.hoursPerMonth - used
  if (!cheapest || idle <= 0) return []
  const driver = { file, field: 'nodeGroups.gpu.min' }
  const { type, mixedUsdPerHour, mixedSpotUsdPerHour, basis } = cheapest
  return [
    line(
      nobody,
      'gpu',
      `idle ${type}`,
      idle,
      'node-hour',
      mixedUsdPerHour,
      driver,
      basis,
      mixedSpotUsdPerHour,
    ),
  ]
}
