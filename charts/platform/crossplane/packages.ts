import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ComposedApi } from '../../../crossplane/apis/region-apis.ts'
import { functions } from '../../../crossplane/compose/functions.ts'
import { awsServices, managedKinds } from '../../../crossplane/compose/managed-kinds.ts'
import {
  awsFamily,
  awsProvider,
  kubernetesProvider,
  type ProviderPackage,
} from '../../../crossplane/compose/providers.ts'
import { hubProviderConfig } from '../../../crossplane/hub-environment.ts'
import { draw, drawKind } from '../../../lib/kube/draw.ts'
import { guarded, kindComesLater, wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { leaderAndFollower } from '../../kit/component.ts'
import type { Function as CompositionFunction } from '../crossplane-core/kinds/pkg.crossplane.io/Function-v1.ts'
import type { Provider } from '../crossplane-core/kinds/pkg.crossplane.io/Provider-v1.ts'
import { component } from './component.ts'
import { drawRuntime } from './runtime.ts'

/** Runtime settings of every function. */
const functionRuntime = 'functions'

/** Functions of the compositions, and a provider for each AWS service in use. */
export function packagesChart(
  scope: Construct,
  cluster: ResolvedCluster,
  apis: readonly ComposedApi[],
): Chart {
  const chart = new Chart(scope, 'packages', { labels: cluster.labels })
  // Every composition calls functions, so each function has two pods, spread over zones.
  drawRuntime(chart, {
    name: functionRuntime,
    pod: component.pods['crossplane-function'],
    replicas: leaderAndFollower,
  })
  for (const { name, package: source } of Object.values(functions)) {
    drawKind<CompositionFunction>(chart, {
      apiVersion: 'pkg.crossplane.io/v1',
      kind: 'Function',
      metadata: { name, annotations: wave(-2) },
      spec: {
        package: source,
        packagePullPolicy: 'IfNotPresent',
        revisionActivationPolicy: 'Automatic',
        runtimeConfigRef: { name: functionRuntime },
      },
    })
  }
  const kinds = managedKinds(apis)
  const usesKubernetes = kinds.some(({ group }) => group === 'kubernetes.crossplane.io')
  const providers = [
    awsFamily,
    ...awsServices(kinds).map(awsProvider),
    ...(usesKubernetes ? [kubernetesProvider] : []),
  ]
  for (const provider of providers) drawProvider(chart, provider)
  draw(chart, {
    apiVersion: 'aws.upbound.io/v1beta1',
    kind: 'ProviderConfig',
    metadata: { name: 'default', annotations: { ...wave(-1), ...kindComesLater } },
    spec: { credentials: { source: 'PodIdentity' } },
  })
  if (usesKubernetes) drawOwnCluster(chart)
  return chart
}

/** Configures provider-kubernetes for the cluster in which it runs. */
function drawOwnCluster(chart: Chart): void {
  draw(chart, {
    apiVersion: 'kubernetes.crossplane.io/v1alpha1',
    kind: 'ProviderConfig',
    metadata: { name: hubProviderConfig, annotations: { ...wave(-1), ...kindComesLater } },
    spec: { credentials: { source: 'InjectedIdentity' } },
  })
}

/** Each provider runs under a service account of its own name, so that each has its own role. */
function drawProvider(chart: Chart, { name, package: source }: ProviderPackage): void {
  // One pod: a second pod would only wait, and a minute without a pod only delays a change in AWS.
  drawRuntime(chart, { name, account: name, pod: component.pods['crossplane-provider'], replicas: 1 })
  drawKind<Provider>(chart, {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Provider',
    // The deletion of a provider deletes its CRDs and every resource of their kinds.
    metadata: { name, annotations: { ...wave(-2), ...guarded } },
    spec: {
      package: source,
      packagePullPolicy: 'IfNotPresent',
      revisionActivationPolicy: 'Automatic',
      runtimeConfigRef: { name },
    },
  })
}
