import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ComposedApi } from '../../../crossplane/apis/region-apis.ts'
import { managedKinds } from '../../../crossplane/compose/managed-kinds.ts'
import { drawKind } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import type { ManagedResourceActivationPolicy } from '../crossplane-core/kinds/apiextensions.crossplane.io/ManagedResourceActivationPolicy-v1alpha1.ts'

/**
 * Activates exactly the managed kinds that compositions use. Crossplane never deactivates a kind, so its own default,
 * which activates all kinds, is off from the start.
 */
export function activationChart(
  scope: Construct,
  cluster: ResolvedCluster,
  apis: readonly ComposedApi[],
): Chart {
  const chart = new Chart(scope, 'activation', { labels: cluster.labels })
  drawKind<ManagedResourceActivationPolicy>(chart, {
    apiVersion: 'apiextensions.crossplane.io/v1alpha1',
    kind: 'ManagedResourceActivationPolicy',
    metadata: { name: 'paddock', annotations: wave(-3) },
    spec: { activate: managedKinds(apis).map(({ definition }) => definition) },
  })
  return chart
}
