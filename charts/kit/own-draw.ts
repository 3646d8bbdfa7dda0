import { ApiObject, App, Chart } from 'cdk8s'
import { chartObjects, draw } from '../../lib/kube/draw.ts'
import { guarded, wave } from '../../lib/kube/guard.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import {
  type DrawnOwnChart,
  type OwnChart,
  type OwnContext,
  ownLabel,
  ownNamespace,
} from '../../lib/kube/own-chart.ts'
import { podSecurityLabels } from '../../lib/kube/pod-security.ts'
import { hardened } from './harden.ts'
import { networkChart } from './network.ts'

/**
 * Draws an own chart for one cluster: its namespace, its network policies, its objects. Mistakes of the chart come as
 * problems.
 *
 * @param file path of its source from the root
 */
export function drawOwnChart(name: string, file: string, own: OwnChart, context: OwnContext): DrawnOwnChart {
  const { cluster } = context
  const namespace = ownNamespace(name)
  const app = new App()
  const problems: string[] = []
  const labels = { ...cluster.labels, [ownLabel]: name }
  const chart = new Chart(app, name, { namespace, labels, disableResourceNameHashes: true })
  const objects = attempt(problems, [], () => {
    own.draw(chart, context)
    // cdk8s validates at `app.synth()`, which Paddock does not call.
    problems.push(...chart.node.findAll().flatMap((one) => one.node.validate()))
    return hardened(
      chart,
      chart.node
        .findAll()
        .filter(ApiObject.isApiObject)
        .flatMap((one) => plain(one, problems)),
    )
  })
  const network = attempt(problems, [], () =>
    chartObjects(networkChart(app, { ...cluster, labels }, namespace, own.opens?.(cluster) ?? [])),
  )
  return {
    name,
    file,
    cluster: cluster.name,
    summary: own.summary,
    owner: own.owner,
    images: Object.values(own.images ?? {}),
    files: [
      { name: 'namespace', objects: namespaceObjects(app, namespace, own, labels) },
      { name: 'network', objects: network },
      { name, objects: ordered(objects) },
    ],
    problems,
  }
}

/** Kinds that others of the chart name, before those that name them. */
const ranks = [
  /^(ConfigMap|NetworkPolicy|PersistentVolumeClaim|Policy|(Cluster)?Role|SecretStore|ServiceAccount)$/,
  /^(ExternalSecret|(Cluster)?RoleBinding|Service)$/,
  /^(CronJob|Deployment|Job|StatefulSet)$/,
]

/** The file applies from top to bottom. */
function ordered(objects: readonly KubeObject[]): KubeObject[] {
  const rank = ({ kind }: KubeObject) => {
    const found = ranks.findIndex((one) => one.test(kind))
    return found < 0 ? ranks.length : found
  }
  return [...objects].sort((a, b) => rank(a) - rank(b))
}

function attempt<T>(problems: string[], otherwise: T, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    problems.push(cause instanceof Error ? cause.message : String(cause))
    return otherwise
  }
}

/** A chart with a namespace gives it to all its objects, also to those that belong to the cluster. */
const clusterWide = /^(Cluster|Namespace$|PersistentVolume$|PriorityClass$|StorageClass$|CustomResource)/

function plain(object: ApiObject, problems: string[]): KubeObject[] {
  const json = attempt<KubeObject | undefined>(problems, undefined, () => object.toJson() as KubeObject)
  if (!json) return []
  if (!clusterWide.test(json.kind)) return [json]
  const { namespace: _, ...metadata } = json.metadata
  return [{ ...json, metadata }]
}

/** A person confirms its deletion, as with every namespace. */
function namespaceObjects(
  app: App,
  name: string,
  { owner, summary }: OwnChart,
  labels: Readonly<Record<string, string>>,
): KubeObject[] {
  const chart = new Chart(app, 'namespace-file')
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...labels, ...podSecurityLabels('restricted') },
      annotations: {
        ...guarded,
        'paddock.dev/owner': owner,
        'paddock.dev/summary': summary,
        ...wave(-10),
      },
    },
  })
  return chartObjects(chart)
}
