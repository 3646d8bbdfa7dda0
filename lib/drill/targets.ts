import { instanceType } from '../catalog/instances.ts'
import { durations, recoveryTargets } from '../catalog/recovery.ts'
import { resolveCluster } from '../resolve/cluster.ts'
import { slowestRead } from '../resolve/ollama.ts'
import { nodeRoom, type PlatformPods, platformRequests } from '../resolve/platform-room.ts'
import type { ResolvedTenant } from '../resolve/types.ts'
import type { CompleteClusterSpec, CompleteTenantClusterSpec } from '../spec/index.ts'
import { databaseTargets, dataTargets } from './data-targets.ts'
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
        : [zoneTarget(tier, tenants), regionTarget(tier, tenants, situation, read)]
    }),
    ...databaseTargets(read),
    ...dataTargets(),
  ]
}

function zoneTarget(tier: 'standard' | 'premium', tenants: readonly ResolvedTenant[]): Target {
  const slowest = slowestModels(tenants)
  const steps: Step[] = [
    { ...catalogued(1, 'the lost node is noticed', 'nodeLost') },
    {
      name: 'its model server is given up',
      seconds: Math.max(...tenants.flatMap(({ ollama }) => ollama.map((one) => one.lostNodeSeconds))),
      basis: 'setting',
      by: 'tolerationSeconds of the model servers’ pods',
      stage: 2,
    },
    ...(usesGpu(tenants) ? [catalogued(3, 'a GPU node comes', 'gpuNodeBoot')] : []),
    modelStep(4, slowest),
  ]
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
      over: `${slowest.id} waits for its models; ${met(tenants, steps, rto[tier])} A second replica in another zone waits for nothing`,
    },
  )
}

function regionTarget(
  tier: 'standard' | 'premium',
  tenants: readonly ResolvedTenant[],
  situation: Situation,
  read: Step,
): Target {
  const slowest = slowestModels(tenants)
  const gpu = usesGpu(tenants)
  const models = modelStep(4, slowest).seconds
  const node = gpu ? durations.gpuNodeBoot : nodeWait(situation)
  const serving = Math.max(
    durations.databasePromotion.seconds + durations.application.seconds,
    node.seconds + models,
  )
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
      name: `node ready, then models of ${slowest.id} read`,
      seconds: node.seconds + models,
      basis: 'assumed',
      by: `${node.source}; ${modelStep(4, slowest).by}`,
      stage: 4,
    },
  ]
  const least = durations.healthCheck.seconds + serving
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
      over: `with an automatic decision and a webhook it would be ${least} s; ${least <= rto[tier] ? 'that closes it' : 'what is left is AWS’s promotion, boot and reading'}`,
    },
  )
}

/** As late as Argo CD may ask Git: its settings grow with what the cluster is declared to hold. */
function lineRead({ standby, clusters }: Situation): Step {
  const { argocd } = resolveCluster(standby, clusters)
  if (!argocd) throw new Error(`${standby.name} has no Argo CD, by which it would hear of the failover`)
  const { reconciliationSeconds, jitterSeconds } = argocd
  return {
    name: 'Argo CD of the second region reads the line',
    seconds: reconciliationSeconds + jitterSeconds,
    basis: 'setting',
    by: `it asks Git every ${reconciliationSeconds} s and up to ${jitterSeconds} s of jitter; a webhook makes it nothing`,
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

interface Slowest {
  readonly id: string
  readonly bytes: number
}

/** The tenant whose largest server has the most to read. */
function slowestModels(tenants: readonly ResolvedTenant[]): Slowest {
  return tenants
    .map(({ id, ollama }) => ({ id, bytes: Math.max(0, ...ollama.map(weights)) }))
    .reduce((most, one) => (one.bytes > most.bytes ? one : most))
}

function weights({ models }: ResolvedTenant['ollama'][number]): number {
  return models.reduce((sum, one) => sum + one.weightsBytes, 0)
}

/** Copied, digested, loaded: three readings at the slowest rate that waits are sized for. */
function modelStep(stage: number, { id, bytes }: Slowest): Step {
  return {
    name: `models of ${id} copied, verified, loaded`,
    seconds: Math.ceil((3 * bytes) / slowestRead),
    basis: 'setting',
    by: `${(bytes / 1e9).toFixed(1)} GB read three times at ${slowestRead / 1e6} MB/s, the slowest that waits are sized for`,
    stage,
  }
}

function usesGpu(tenants: readonly ResolvedTenant[]): boolean {
  return tenants.some(({ ollama }) => ollama.some(({ nodeClass }) => nodeClass === 'gpu'))
}

/** How many would be in time with their own models. */
function met(tenants: readonly ResolvedTenant[], steps: readonly Step[], targetSeconds: number): string {
  const before = longest(steps.filter(({ stage }) => stage < 4))
  const inTime = tenants.filter(
    (one) => before + modelStep(4, slowestModels([one])).seconds <= targetSeconds,
  ).length
  return `${inTime} of ${tenants.length} are in time.`
}
