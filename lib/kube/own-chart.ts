import type { Chart } from 'cdk8s'
import type { ResolvedCluster } from '../resolve/types.ts'
import type { ClusterKind, Opening } from './component.ts'
import type { KubeObject } from './object.ts'

/** Label of the namespace and of the objects of an own chart; its value is the chart's name. */
export const ownLabel = 'paddock.dev/own'
/** Label of the pods that the ingress controller may reach. `publish` sets it. */
export const publishedLabel = 'paddock.dev/published'
/** Port at which published pods accept requests of the ingress controller. */
export const publishedPort = 8080

/** An image that the catalogue does not have. */
export interface OwnImage {
  /** `repository:tag@sha256:<64 hexadecimal digits>`. */
  readonly reference: string
  /** Page or file where its publisher states the digest. */
  readonly source: string
}

/** The clusters and the image references that an own chart draws with. */
export interface OwnContext {
  /** The cluster for which the chart is drawn. */
  readonly cluster: ResolvedCluster
  /** All clusters of the repository. */
  readonly clusters: readonly ResolvedCluster[]
}

/**
 * A chart of those who run Paddock, in `charts/own/<name>.ts` or `charts/own/<name>/index.ts`. It gets a namespace
 * `own-<name>`, a folder of dist and an Application of its own. The file's default export is this value.
 */
export interface OwnChart {
  /** Purpose of the chart, one line. Argo CD shows it. */
  readonly summary: string
  /** Mail address of the people who answer for it. */
  readonly owner: string
  /** Names of clusters, or every cluster of a kind. */
  readonly clusters: readonly string[] | { readonly kind: ClusterKind }
  /** Images that lib/catalog/images.json does not have, by a name of your choice. */
  readonly images?: Readonly<Record<string, OwnImage>>
  /** Traffic of its pods beside DNS and `publish`. Everything else is denied. */
  readonly opens?: (cluster: ResolvedCluster) => readonly Opening[]
  /** Adds the objects to a chart whose namespace is the own chart's. */
  readonly draw: (chart: Chart, context: OwnContext) => void
}

/** An own chart as it was drawn for one cluster. Plain JSON values: the cache keeps them. */
export interface DrawnOwnChart {
  readonly name: string
  /** Path of its source from the root. */
  readonly file: string
  readonly cluster: string
  readonly summary: string
  readonly owner: string
  readonly images: readonly OwnImage[]
  /** Files of its folder without the extension, in an order in which they can be applied. */
  readonly files: readonly { readonly name: string; readonly objects: readonly KubeObject[] }[]
  /** Errors that the objects reported about themselves while they were drawn. */
  readonly problems: readonly string[]
}

/** Namespace of an own chart. */
export function ownNamespace(name: string): string {
  return `own-${name}`
}
