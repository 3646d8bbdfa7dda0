import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { eksOf, type ResolvedEks } from '../../../lib/resolve/eks.ts'
import { endTimes } from '../../../lib/resolve/end-times.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { namespaceChart } from '../../kit/namespace.ts'
import { networkChart } from '../../kit/network.ts'
import { drawOperator, probesOf } from '../../kit/workload.ts'
import { component, name, ports } from './component.ts'
import { autoscalerRbacChart } from './rbac.ts'

const namespace = component.namespace.name
/** `nobody`: the image names no user. */
const user = 65534
/** The expander reads a ConfigMap of this name only. */
const priorities = 'cluster-autoscaler-priority-expander'

/**
 * Adds and removes nodes of the region's managed node groups. It prefers spot groups to on-demand groups, and then the
 * group that wastes least.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  return [
    namespaceChart(scope, cluster, component),
    autoscalerRbacChart(scope, cluster, { name, namespace }, priorities),
    networkChart(scope, cluster, namespace, component.opens(cluster)),
    autoscalerChart(scope, cluster, eksOf(cluster)),
  ]
}

/**
 * Priorities by the names of Auto Scaling groups, which EKS derives from the names of node groups. A group that matches
 * no pattern never grows, so the patterns match all groups.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
 */
const spotFirst = [
  '20:',
  "  - '^eks-paddock-.*-spot-.*'",
  '10:',
  "  - '^eks-paddock-.*-on-demand-.*'",
  '',
].join('\n')

/** @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-are-the-parameters-to-ca */
function flags({ clusterName }: ResolvedEks): string[] {
  return [
    '--cloud-provider=aws',
    `--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/${clusterName}`,
    '--expander=priority,least-waste',
    `--namespace=${namespace}`,
    `--leader-elect-resource-name=${name}`,
    // Every pod of Paddock has an emptyDir. If these pods kept a node, no node would ever be removed.
    '--skip-nodes-with-local-storage=false',
    // System pods have replicas on other nodes, and disruption budgets.
    '--skip-nodes-with-system-pods=false',
    // The longest time that a pod may need to end, because it finishes streamed answers.
    `--max-graceful-termination-sec=${endTimes.grace}`,
    '--scale-down-unneeded-time=10m',
    '--max-node-provision-time=15m',
    `--address=:${ports.metrics}`,
  ]
}

function autoscalerChart(scope: Construct, cluster: ResolvedCluster, eks: ResolvedEks): Chart {
  const chart = new Chart(scope, 'autoscaler', { namespace, labels: cluster.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: priorities, namespace },
    data: { priorities: spotFirst },
  })
  drawOperator(chart, cluster, {
    name,
    namespace,
    image: onlyReference(component.images[name]),
    user,
    command: ['./cluster-autoscaler'],
    args: flags(eks),
    env: [{ name: 'AWS_REGION', value: eks.region }],
    ports,
    probes: probesOf({ httpGet: { path: '/health-check', port: 'metrics' } }),
    pod: component.pods[name],
  })
  return chart
}
