import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedEks } from '../../lib/resolve/eks.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { alertsChart } from './alerts/index.ts'
import { argocdDoorCharts } from './argocd/door.ts'
import { argocdCharts } from './argocd/index.ts'
import { balancerControllerCharts } from './aws-load-balancer-controller/index.ts'
import { certManagerCharts } from './cert-manager/index.ts'
import { clusterAutoscalerCharts } from './cluster-autoscaler/index.ts'
import { crdCharts } from './crds/index.ts'
import { crossplaneCoreCharts } from './crossplane/core/index.ts'
import { crossplaneCharts } from './crossplane/index.ts'
import { dataCharts } from './data/index.ts'
import { externalSecretsCharts } from './external-secrets/index.ts'
import { foundationCharts, priorityCharts } from './foundation/index.ts'
import { kedaCharts } from './keda/index.ts'
import { nginxIngressCharts } from './nginx-ingress/index.ts'
import { ingressNamespaceChart } from './nginx-ingress/namespace.ts'
import { nvidiaDevicePluginCharts } from './nvidia-device-plugin/index.ts'
import { regionCharts, regionsCharts } from './regions/index.ts'
import { servingCharts } from './serving/index.ts'

/** A part of the platform: a folder of dist and an Application of its own. */
export interface Component {
  readonly name: string
  /** Wave of the component's Application below the root. Operators come before the objects that they manage. */
  readonly wave: number
  readonly draw: (scope: Construct, cluster: ResolvedCluster) => readonly Chart[]
}

/**
 * The CRDs of an operator, in an Application of their own. It is synced before any operator and any object of their
 * kinds.
 */
function crds(operator: string): Component {
  return { name: `${operator}-crds`, wave: -50, draw: crdCharts(operator) }
}

const regionalCrds = [
  'aws-load-balancer-controller',
  'cert-manager',
  'crossplane',
  'external-secrets',
  'keda',
  'monitoring',
  'nginx',
] as const

/** First of all: the API server rejects pods that name a missing PriorityClass. */
const prioritiesComponent: Component = { name: 'priorities', wave: -60, draw: priorityCharts }

/** The core runs before packages and APIs, which are objects of its kinds. */
const crossplaneCore: Component = { name: 'crossplane-core', wave: -35, draw: crossplaneCoreCharts }

const regionalOperators: readonly Component[] = [
  prioritiesComponent,
  ...regionalCrds.map(crds),
  { name: 'cert-manager', wave: -40, draw: certManagerCharts },
  { name: 'external-secrets', wave: -40, draw: externalSecretsCharts },
  crossplaneCore,
  { name: 'crossplane', wave: -30, draw: crossplaneCharts },
]

/** The components of a cluster, in the order in which they can be applied. */
export function components(cluster: ResolvedCluster): readonly Component[] {
  if (cluster.kind === 'hub') return hubComponents(cluster)
  return [
    crds('argo-cd'),
    ...(cluster.kind === 'regional' ? regionalOperators : []),
    ...(cluster.argocd ? [{ name: 'argocd', wave: -45, draw: argocdCharts }] : []),
    { name: 'foundation', wave: -20, draw: foundationCharts },
    ...(cluster.eks ? eksComponents(cluster.eks) : []),
    ...(cluster.kind === 'regional' ? [{ name: 'keda', wave: -15, draw: kedaCharts }] : []),
    { name: 'data', wave: -10, draw: dataCharts },
    ...(cluster.kind === 'regional' ? [{ name: 'serving', wave: -5, draw: servingCharts }] : []),
    ...(cluster.argocd?.host ? [{ name: 'argocd-door', wave: -5, draw: argocdDoorCharts }] : []),
    ...(cluster.kind === 'regional'
      ? [
          {
            name: 'alerts',
            wave: -5,
            draw: (scope: Construct, c: ResolvedCluster) => [alertsChart(scope, c)],
          },
        ]
      : []),
  ]
}

/** Components that connect a region's cluster to AWS: targets of load balancers, the ingress controller, nodes. */
function eksComponents(eks: ResolvedEks): readonly Component[] {
  return [
    {
      name: 'ingress-namespace',
      wave: -45,
      draw: (scope: Construct, cluster: ResolvedCluster) => [ingressNamespaceChart(scope, cluster)],
    },
    { name: 'nvidia-device-plugin', wave: -15, draw: nvidiaDevicePluginCharts },
    {
      name: 'cluster-autoscaler',
      wave: -15,
      draw: (scope: Construct, cluster: ResolvedCluster) => clusterAutoscalerCharts(scope, cluster, eks),
    },
    {
      name: 'aws-load-balancer-controller',
      wave: -15,
      draw: (scope: Construct, cluster: ResolvedCluster) => balancerControllerCharts(scope, cluster, eks),
    },
    {
      name: 'nginx-ingress',
      wave: -12,
      draw: (scope: Construct, cluster: ResolvedCluster) => nginxIngressCharts(scope, cluster, eks),
    },
  ]
}

/** Components of the hub: Crossplane, and a folder of claims for each region that the hub creates. */
function hubComponents({ regions }: ResolvedCluster): readonly Component[] {
  return [
    prioritiesComponent,
    crds('argo-cd'),
    crds('crossplane'),
    { name: 'argocd', wave: -45, draw: argocdCharts },
    crossplaneCore,
    { name: 'crossplane', wave: -30, draw: crossplaneCharts },
    { name: 'regions', wave: -20, draw: regionsCharts },
    ...regions.map((region) => ({
      name: `region-${region.name}`,
      wave: -10,
      draw: (scope: Construct, cluster: ResolvedCluster) => regionCharts(scope, cluster, region),
    })),
  ]
}
