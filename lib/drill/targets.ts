import { instanceType } from '../catalog/instances.ts'
import { durations, recoveryTargets } from '../catalog/recovery.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { nodeRoom, type PlatformPods, platformRequests } from '../resolve/platform-room.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { databaseTargets, dataTargets } from './data-targets.ts'
import { slowestModels } from './model-read.ts'
import { catalogued, longest, type Step, type Target, target } from './report.ts'

type RegionalSpec = Extract<CompleteTenantClusterSpec, { kind: 'regional' }>

/** Inputs of the targets of a failover. */
export interface Situation {
  /** Tenants that move, as they serve in the second region. */
  readonly moved: readonly ResolvedTenant[]
  /** Tenants that the second region serves anyway. */
  readonly others: readonly ResolvedTenant[]
  readonly standby: RegionalSpec
  /** All of them, that one included. */
  readonly clusters: readonly CompleteClusterSpec[]
  /** Pods of the platform's components. */
  readonly platform: readonly PlatformPods[]
}

const { rto } = recoveryTargets

/** Every target that was asked for, for the loss of a zone and of a region. */
export function recoveryTable(situation: Situation): Target[] {
  const read = lineRead(situation)
  return [
    ...(['standard', 'premium'] as const).flatMap((tier) => {
      const tenants = situation.moved.filter((one) => one.tier === tier && one.state === 'active')
      return tenants.length === 0
        ? []
        : [zoneTarget(tier, tenants, situation), regionTarget(tier, tenants, situation, read)]
    }),
    ...databaseTargets(read),
    ...dataTargets(),
  ]
}

function zoneTarget(
  tier: 'standard' | 'premium',
  tenants: readonly ResolvedTenant[],
  { standby }: Situation,
): Target {
  const slowest = slowestModels(tenants, standby.nodeGroups, 4)
  const unordered: Step[] = [
    { ...catalogued(1, 'the lost node is noticed', 'nodeLost') },
    {
      name: 'its model server is given up',
      seconds: Math.max(...tenants.flatMap(({ ollama }) => ollama.map((one) => one.lostNodeSeconds))),
      basis: 'setting',
      by: 'tolerationSeconds of the model servers’ pods',
      stage: 2,
    },
    usesGpu(tenants)
      ? catalogued(3, 'a GPU node comes', 'gpuNodeBoot')
      : catalogued(3, 'a CPU node comes', 'cpuNodeBoot'),
    ...slowest.steps,
    catalogued(5, 'the server’s image comes', 'serverImage'),
  ]
  const steps = unordered.sort((a, b) => a.stage - b.stage)
  return target(
    {
      name: `${tier} tenants`,
      loss: 'zone',
      kind: 'RTO',
      targetSeconds: rto[tier],
      steps,
      alerts: ['ModelServerUnavailable', 'OpenWebuiNotReady'],
    },
    {
      within: 'Open WebUI itself runs in two zones; the model server is what waits',
      over: `${slowest.id} waits for its models; ${met(tenants, standby, steps, rto[tier])} A second replica in another zone waits for nothing`,
    },
  )
}

function regionTarget(
  tier: 'standard' | 'premium',
  tenants: readonly ResolvedTenant[],
  situation: Situation,
  read: Step,
): Target {
  const slowest = slowestModels(tenants, situation.standby.nodeGroups, 4)
  const node = usesGpu(tenants) ? durations.gpuNodeBoot : nodeWait(situation)
  const { serverImage } = durations
  const promised = rto[tier] + durations.databasePromotion.seconds
  const steps: Step[] = [
    catalogued(1, 'the loss is noticed', 'healthCheck'),
    catalogued(2, 'someone decides', 'decision'),
    catalogued(2, 'hosts follow the health check', 'dnsTtl'),
    read,
    {
      name: 'replica promoted, then application ready',
      seconds: durations.databasePromotion.seconds + durations.application.seconds,
      basis: 'assumed',
      by: `${durations.databasePromotion.source}; ${durations.application.source}`,
      stage: 4,
    },
    {
      name: `node ready, then ${slowest.steps.map(({ name }) => name).join(', ')}, with the server’s image`,
      seconds: node.seconds + slowest.seconds + serverImage.seconds,
      basis: 'assumed',
      by: [
        node.source,
        serverImage.source,
        ...slowest.steps.map(({ by, seconds }) => `${seconds} s at ${by}`),
      ].join('; '),
      stage: 4,
    },
  ]
  const seconds = longest(steps)
  return target(
    {
      name: `${tier} tenants`,
      loss: 'region',
      kind: 'RTO',
      targetSeconds: rto[tier],
      steps,
      alerts: ['PeerRegionDown'],
    },
    {
      within: 'if someone is awake, and AWS promotes no slower than assumed',
      over:
        seconds <= promised
          ? `within ${promised} s: the target and the ${durations.databasePromotion.seconds} s of a promotion, which RDS does not promise to shorten; a person’s decision takes ${durations.decision.seconds} s`
          : `${seconds - promised} s above the target and the ${durations.databasePromotion.seconds} s of RDS’s promotion`,
    },
  )
}

/** The runbook has Argo CD read Git; it would by itself, after as long as its settings say. */
function lineRead({ standby, clusters }: Situation): Step {
  const { argocd } = resolveCluster(standby, clusters)
  if (!argocd) throw new Error(`${standby.name} has no Argo CD, by which it would hear of the failover`)
  const { reconciliationSeconds, jitterSeconds } = argocd
  const { seconds, basis, source } = durations.refresh
  return {
    name: 'Argo CD of the second region reads the line',
    seconds,
    basis,
    by: `${source}, ${reconciliationSeconds} s and up to ${jitterSeconds} s`,
    stage: 3,
  }
}

/** CPU nodes that always run in the second region, less the requests of its own tenants and of the platform. */
function nodeWait({ moved, others, standby, clusters, platform }: Situation): {
  seconds: number
  source: string
} {
  const { types, min } = standby.nodeGroups.cpu
  const sold = types.filter((type) => instanceType(type).sold)
  const nodes = min * Math.min(...sold.map((type) => nodeRoom(type, platform).memoryBytes))
  const warm = Math.max(0, nodes - platformRequests(standby, clusters, platform).memoryBytes)
  const need = guaranteedMemory(moved) + guaranteedMemory(others)
  return need <= warm
    ? { seconds: 0, source: `nodeGroups.cpu.min of ${standby.name} holds every standby` }
    : {
        seconds: durations.cpuNodeBoot.seconds,
        source: `nodeGroups.cpu.min of ${standby.name} holds ${Math.floor((100 * warm) / need)} % of the standbys’ memory`,
      }
}

function guaranteedMemory(tenants: readonly ResolvedTenant[]): number {
  return tenants
    .flatMap(({ workloads }) => workloads)
    .filter(({ nodeClass }) => nodeClass === 'cpu')
    .reduce((sum, { guaranteedPods, pod }) => sum + guaranteedPods * pod.memoryBytes, 0)
}

function usesGpu(tenants: readonly ResolvedTenant[]): boolean {
  return tenants.some(({ ollama }) => ollama.some(({ nodeClass }) => nodeClass === 'gpu'))
}

/** How many would be in time with their own models. */
function met(
  tenants: readonly ResolvedTenant[],
  { nodeGroups }: RegionalSpec,
  steps: readonly Step[],
  targetSeconds: number,
): string {
  const before = longest(steps.filter(({ stage }) => stage < 4 || stage === 5))
  const inTime = tenants.filter(
    (one) => before + slowestModels([one], nodeGroups, 4).seconds <= targetSeconds,
  ).length
  return `${inTime} of ${tenants.length} are in time.`
}
