import type { ImageId, ImagesById } from '../catalog/images.ts'
import type { PodResources } from '../resolve/pod-types.ts'
import type { ResolvedCluster } from '../resolve/types.ts'
import type { NetworkPolicyPeer } from './types/kubernetes.ts'

/** A kind of cluster, as cluster files name it. */
export type ClusterKind = ResolvedCluster['kind']

/** Peers that mean the same for every component; the kit knows their addresses in each cluster. */
export type KnownPeer =
  | 'api-server'
  | 'aws-endpoints'
  | 'monitoring'
  | 'own-namespace'
  | 'pod-identity'
  | 'public'

/** Other peers, with the name that the NetworkPolicy gets. */
export interface NamedPeers {
  readonly name: string
  readonly peers: readonly NetworkPolicyPeer[]
}

/** One direction of traffic that is open for a component's pods. */
export interface Opening {
  /** Name label of the pods; every pod of the namespace unless given. */
  readonly pods?: string
  readonly with: KnownPeer | NamedPeers
  readonly direction: 'in' | 'out'
  readonly ports: readonly number[]
  /** TCP unless given. */
  readonly protocols?: readonly ('TCP' | 'UDP')[]
}

/** Pods of one container: the requests and limits of each, how many run, and on which nodes. */
export interface ComponentPods extends PodResources {
  /** Pods in the cluster while nothing happens; a count for each node where `nodes` is `each-node` or `each-gpu-node`. */
  readonly count: number
  /** `any`: on CPU nodes, wherever there is room. Default: any. */
  readonly nodes?: 'any' | 'each-node' | 'each-gpu-node'
  /** Ports of the container by name. */
  readonly ports?: Readonly<Record<string, number>>
}

/** The namespace that a component creates. */
export interface ComponentNamespace {
  readonly name: string
  readonly podSecurity: 'restricted' | 'privileged'
  /** Why its pods may not run restricted. */
  readonly reason?: string
  readonly labels?: Readonly<Record<string, string>>
}

/** Fields to keep of a kind, by the path of their object. `[]` means the items of a list. No path: all fields. */
export type Narrowing = Readonly<Record<string, readonly string[]>>

/** A value that lib/kube/allow/platform.ts does not permit, in objects of a component that cannot do without it. */
export interface ComponentException {
  /** `Deployment/nginx-ingress`; a name may end in `*`. */
  readonly object: string
  /** Dotted path of the field, with places in lists: `spec.template.spec.securityContext.sysctls`. */
  readonly field: string
  /** Why the objects need it. A reviewer reads it. */
  readonly reason: string
}

/** CRDs of one operator, as its authors publish them. */
export interface CrdSource {
  /** Kinds of clusters that get the CRDs. */
  readonly clusters: readonly ClusterKind[]
  /** Owner and name at GitHub. */
  readonly repository: string
  /** Tag of the release. The operator's image has the same version. */
  readonly tag: string
  /**
   * SHA-256 of each file at the tag, in hexadecimal, by its path in the repository: files of the kinds in `dist/`, and
   * those without which the operator does not start.
   *
   * @see https://raw.githubusercontent.com/<repository>/<tag>/<path>
   */
  readonly files: Readonly<Record<string, string>>
  /**
   * Kinds among them, as `<group>/<version> <Kind>`, that only components of the platform draw. Kinds that charts of
   * tenants, `crossplane/` or `lib/` use are in lib/kube/kinds.json.
   */
  readonly kinds?: Readonly<Record<string, Narrowing>>
}

/** CRDs that a component brings, by operator. An Application `<operator>-crds` of their own syncs them first. */
export type CrdSources = Readonly<Record<string, CrdSource>>

/** A component's part of the settings of Argo CD. */
export interface ComponentInArgocd {
  /** API groups whose objects Argo CD's server may read and show. None of them may hold secret values. */
  readonly groups?: readonly string[]
  /** Health checks: `<group>_<kind>` or `<pattern of groups>/*`, and the Lua file beside the component. */
  readonly health?: Readonly<Record<string, string>>
  /** Kinds that controllers write all the time and nobody puts into Git: Argo CD does not watch them. */
  readonly hidden?: readonly { readonly group: string; readonly kinds: readonly string[] }[]
}

/**
 * A component of the platform, as data: a folder of `charts/platform/`, a folder of `dist/<cluster>/platform/` and an
 * Application of Argo CD. Its `index.ts` draws it. Everything that lists components is derived from these.
 */
export interface Component {
  /** Name of the folder and of the Application. */
  readonly name: string
  /** Its purpose, one line of Markdown for docs/components.md. */
  readonly summary: string
  /** Kinds of clusters that have it. */
  readonly clusters: readonly ClusterKind[]
  /** A further condition on the cluster. Default: none. */
  readonly where?: (cluster: ResolvedCluster) => boolean
  /** Draws one unit for each region that the hub makes, named `<name>-<region's cluster>`, instead of one. */
  readonly forEach?: 'region'
  /** Components that must be synced and healthy first. Those that a cluster does not have are skipped there. */
  readonly after: readonly string[]
  /** The namespace that it creates, or `in` the one that another component creates. Absent: it has none. */
  readonly namespace?: ComponentNamespace | { readonly in: string }
  /** Images that it brings: `images.json` beside it, which `paddock images pin` fills. The first one's version is its own. */
  readonly images: ImagesById
  /** Images of lib/catalog/images.json that its pods run too. */
  readonly sharedImages?: readonly ImageId[]
  /** Its pods by name of container, where their size does not depend on the cluster. */
  readonly pods: Readonly<Record<string, ComponentPods>>
  /** Traffic that its NetworkPolicies open; everything else is denied both ways. */
  readonly opens?: (cluster: ResolvedCluster) => readonly Opening[]
  /** CRDs that it brings: `crds.ts` beside it, of which `npm run import` makes `crds/` and `kinds/`. */
  readonly crds?: CrdSources
  readonly argocd?: ComponentInArgocd
  /** Values of its objects that no other component may have. An exception that no object needs is an error. */
  readonly exceptions?: readonly ComponentException[]
  /** Owners of its folder beside the platform team, for CODEOWNERS: `security` where it can open a wall. */
  readonly reviewedBy?: 'security'
}

/** A group of Prometheus alerts; each names the file of its runbook. */
export interface AlertGroup {
  readonly name: string
  readonly rules: {
    readonly alert: string
    readonly expr: string
    readonly for?: string
    readonly labels: Record<string, string>
    readonly annotations: { summary: string; description: string; runbook: string } & Record<string, string>
  }[]
}
