import { GiB, KiB, MiB } from '../catalog/units.ts'
import type { CompleteHubSpec, CompleteRegionalSpec } from '../spec/index.ts'
import { platformLabels } from './edge-names.ts'
import type { PodResources } from './pod-types.ts'

/**
 * Applications of a cluster that are not a tenant's: the root, the tenants' parent, one for each component. An upper
 * bound, so that a new component does not change every size; a test holds it against dist.
 */
export const platformApplications = 40
/** Of each tenant: its own, and the one that prepares its database. */
const applicationsPerTenant = 2

/** Processors for 1,000 Applications. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/ */
const perThousand = { status: 50, operation: 25 } as const
/** Argo CD's defaults, below which nothing is set. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/server-commands/argocd-application-controller/ */
const defaults = {
  statusProcessors: 20,
  operationProcessors: 10,
  kubectlParallelism: 20,
  clientQps: 50,
  reconciliationSeconds: 120,
  jitterSeconds: 60,
  grpcMiB: 200,
} as const
/** Applications from which the server's largest answer outgrows 200 MB. @see the page on high availability above */
const largeInstallation = 3000

/**
 * Assumptions, not measured on AWS: memory of the controller for an Application (its objects, their children, the
 * rendered manifests), of the cache, and of one generation of manifests. A directory of 10 MB may need at most 300 times
 * its size. The largest of dist is below 2 MB, and plain YAML needs some 20 times.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/
 */
const assumed = {
  controllerBase: 512 * MiB,
  controllerPerApplication: 2 * MiB,
  cacheBase: 64 * MiB,
  cachePerApplication: 256 * KiB,
  generation: 64 * MiB,
  repoServerBase: 256 * MiB,
  serverBase: 256 * MiB,
  serverPerApplication: 256 * KiB,
} as const

/** Applications that one repo-server serves when all are rendered anew: each is a read of YAML from one clone. */
const applicationsPerRepoServer = 500
const generationsAtOnce = 10

/** Share of its memory limit that Go may fill before it collects harder. @see https://go.dev/doc/gc-guide#Memory_limit */
const goShare = 0.9

/** Its caches, with a watcher beside each: two are left to vote when one is lost. */
export const argocdCaches = 3

/** Resources of a container of Argo CD; Go keeps below `goBytes`. */
export interface ResolvedGoPod extends PodResources {
  readonly goBytes: number
}

/** Argo CD of a cluster: sizes by the declared capacity, its identity provider, and the recipient of its mails. */
export interface ResolvedArgocd {
  /** Most Applications that the declared capacity allows. */
  readonly applications: number
  readonly statusProcessors: number
  readonly operationProcessors: number
  /** Applies at once. */
  readonly kubectlParallelism: number
  readonly clientQps: number
  readonly clientBurst: number
  /** Git is asked after so long, and up to `jitterSeconds` more. */
  readonly reconciliationSeconds: number
  readonly jitterSeconds: number
  /** Largest answer between its servers, MiB. */
  readonly grpcMiB: number
  readonly controller: ResolvedGoPod
  readonly repoServer: ResolvedGoPod & { readonly replicas: number; readonly generationsAtOnce: number }
  readonly server: ResolvedGoPod & { readonly replicas: number }
  readonly notifications: ResolvedGoPod
  /** One of three. */
  readonly cache: PodResources & { readonly maxBytes: number }
  readonly sentinel: PodResources
  readonly signIn?: { readonly issuer: string; readonly clientId: string; readonly cliClientId?: string }
  /**
   * Host of its pages. Absent: people reach it only by a forwarded port, because nobody signs in or the cluster has no
   * entry point, like the hub.
   */
  readonly host?: string
  readonly mail?: { readonly host: string; readonly port: number; readonly from: string; readonly to: string }
}

/**
 * Sizes Argo CD; pure.
 *
 * @param tenants declared capacity of the cells that the cluster serves or is the standby of, never a count of tenants
 */
export function resolveArgocd(spec: CompleteHubSpec | CompleteRegionalSpec, tenants: number): ResolvedArgocd {
  const applications = platformApplications + applicationsPerTenant * tenants
  const scaled = (per: number, least: number) => Math.max(least, Math.ceil((applications * per) / 1000))
  const steps = Math.ceil(applications / largeInstallation)
  const clientQps = scaled(perThousand.status, defaults.clientQps)
  return {
    applications,
    statusProcessors: scaled(perThousand.status, defaults.statusProcessors),
    operationProcessors: scaled(perThousand.operation, defaults.operationProcessors),
    // An operation that waits for a place to apply is no operation at all.
    kubectlParallelism: scaled(perThousand.operation, defaults.kubectlParallelism),
    clientQps,
    clientBurst: clientQps * 2,
    reconciliationSeconds: defaults.reconciliationSeconds * steps,
    jitterSeconds: defaults.jitterSeconds * steps,
    grpcMiB: defaults.grpcMiB * steps,
    ...pods(applications),
    ...(spec.argocd.signIn ? { signIn: spec.argocd.signIn } : {}),
    // The name belongs to the region and never fails over, so nobody confuses the two Argo CDs.
    ...(spec.argocd.signIn && spec.kind === 'regional'
      ? { host: `${platformLabels.argocd}.${spec.domain}` }
      : {}),
    ...(spec.argocd.mail ? { mail: { ...spec.argocd.mail, to: spec.contact } } : {}),
  }
}

function pods(applications: number) {
  const cacheBytes = assumed.cacheBase + applications * assumed.cachePerApplication
  return {
    controller: goPod(
      500 + applications,
      assumed.controllerBase + applications * assumed.controllerPerApplication,
      GiB,
    ),
    repoServer: {
      ...goPod(500, assumed.repoServerBase + generationsAtOnce * assumed.generation, 4 * GiB),
      replicas: Math.max(2, Math.ceil(applications / applicationsPerRepoServer)),
      generationsAtOnce,
    },
    server: {
      ...goPod(200, assumed.serverBase + applications * assumed.serverPerApplication, 256 * MiB),
      replicas: applications > largeInstallation ? 3 : 2,
    },
    notifications: goPod(50, 128 * MiB, 128 * MiB),
    cache: { ...pod(100, cacheBytes + 64 * MiB, 64 * MiB), maxBytes: cacheBytes },
    sentinel: pod(20, 32 * MiB, 64 * MiB),
  }
}

/** Requests of so much, limits of twice as much: a cold start holds the old and the new picture at once. */
function pod(cpuMillis: number, memoryBytes: number, ephemeralBytes: number): PodResources {
  return { cpuMillis, memoryBytes, memoryLimitBytes: memoryBytes * 2, ephemeralBytes, gpus: 0 }
}

function goPod(cpuMillis: number, memoryBytes: number, ephemeralBytes: number): ResolvedGoPod {
  const resources = pod(cpuMillis, memoryBytes, ephemeralBytes)
  return { ...resources, goBytes: Math.floor(resources.memoryLimitBytes * goShare) }
}
