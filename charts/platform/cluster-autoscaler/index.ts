import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedEks } from '../../../lib/resolve/eks.ts'
import { endTimes } from '../../../lib/resolve/end-times.ts'
import { platform } from '../../../lib/resolve/names.ts'
import { operatorPods } from '../../../lib/resolve/operator-pods.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawOperator, probesOf } from '../operator/deployment.ts'
import { operatorNamespaceChart } from '../operator/namespace.ts'
import { operatorNetworkChart } from '../operator/network.ts'
import { autoscalerRightsChart } from './rights.ts'

const name = 'cluster-autoscaler'
const namespace = platform.autoscaler
const metricsPort = 8085
/** `nobody`: the image names no user. */
const user = 65534
/** The expander reads this name and no other. */
const priorities = 'cluster-autoscaler-priority-expander'

/** Grows and shrinks the region's managed node groups: spot first, then on demand; of those the one that wastes least. */
export function clusterAutoscalerCharts(
  scope: Construct,
  cluster: ResolvedCluster,
  eks: ResolvedEks,
): Chart[] {
  return [
    operatorNamespaceChart(scope, cluster, namespace),
    autoscalerRightsChart(scope, cluster, { name, namespace }, priorities),
    operatorNetworkChart(scope, cluster, namespace, [
      { direction: 'out', with: 'api-server', ports: [cluster.network.apiServerPort] },
      { direction: 'out', with: 'pod-identity', ports: [80] },
      { direction: 'out', with: 'aws-endpoints', ports: [443] },
      { direction: 'in', with: 'monitoring', ports: [metricsPort] },
    ]),
    autoscalerChart(scope, cluster, eks),
  ]
}

/**
 * Groups by the names of their Auto Scaling groups, which EKS makes of the node groups' own. A group that no pattern
 * meets is never grown, so the patterns meet all.
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
    // Every pod of ours has an emptyDir: kept for those, no node would ever go.
    '--skip-nodes-with-local-storage=false',
    // Pods of the cluster's own have replicas elsewhere, and budgets.
    '--skip-nodes-with-system-pods=false',
    // The longest that a pod may take to end: answers that are being streamed.
    `--max-graceful-termination-sec=${endTimes.grace}`,
    '--scale-down-unneeded-time=10m',
    '--max-node-provision-time=15m',
    `--address=:${metricsPort}`,
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
    image: imageReference(name),
    user,
    command: ['./cluster-autoscaler'],
    args: flags(eks),
    env: [{ name: 'AWS_REGION', value: eks.region }],
    ports: { metrics: metricsPort },
    probes: probesOf({ httpGet: { path: '/health-check', port: 'metrics' } }),
    pod: operatorPods[name],
  })
  return chart
}
