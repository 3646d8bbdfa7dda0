import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { Component } from '../../lib/kube/component.ts'
import { draw } from '../../lib/kube/draw.ts'
import { guarded, wave } from '../../lib/kube/guard.ts'
import { podSecurityLabels } from '../../lib/kube/pod-security.ts'
import type { Labels } from '../../lib/resolve/pod-types.ts'
import type { ResolvedCluster } from '../../lib/resolve/types.ts'
import { ownNamespace } from './component.ts'

/** The namespace of an operator, first of its Application. */
export function namespaceChart(scope: Construct, cluster: ResolvedCluster, component: Component): Chart {
  const chart = new Chart(scope, 'namespace', { labels: cluster.labels })
  drawNamespace(chart, cluster, component, wave(-10))
  return chart
}

/** Draws the namespace that a component creates; a person confirms its deletion. */
export function drawNamespace(
  chart: Chart,
  cluster: Pick<ResolvedCluster, 'labels'>,
  component: Component,
  annotations: Labels = {},
): void {
  const { name, podSecurity, reason, labels } = ownNamespace(component)
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...cluster.labels, ...podSecurityLabels(podSecurity), ...labels },
      annotations: { ...guarded, ...(reason ? { 'paddock.dev/reason': reason } : {}), ...annotations },
    },
  })
}
