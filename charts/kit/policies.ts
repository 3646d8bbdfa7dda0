import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import type { NetworkPolicySpec } from '../../lib/kube/types/kubernetes.ts'

/** A function that draws NetworkPolicies of a namespace. */
export function policiesOf(chart: Chart, namespace: string): (name: string, spec: NetworkPolicySpec) => void {
  return (name, spec) => {
    draw(chart, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec,
    })
  }
}
