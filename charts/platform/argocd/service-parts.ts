import type { Chart } from 'cdk8s'
import { draw } from '../../../lib/kube/draw.ts'
import type { ResolvedArgocd } from '../../../lib/resolve/argocd.ts'
import type { Labels } from '../../../lib/resolve/pod-types.ts'
import { named, namespace } from './names.ts'
import { parametersOf } from './parameters.ts'
import { type Program, podTemplate } from './pods.ts'

/** The service account of a component's pods. Its token is projected into the pods that use it. */
export function drawAccount(chart: Chart, name: string): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
}

/** Service for a component's metrics. The monitoring reads them. */
export function drawMetrics(chart: Chart, name: string, port: number): void {
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-metrics`, namespace, labels: named(`${name}-metrics`) },
    spec: {
      ports: [{ name: 'metrics', port, protocol: 'TCP', targetPort: 'metrics' }],
      selector: named(name),
    },
  })
}

/** A drain may evict one pod of a component at a time. */
export function drawBudget(chart: Chart, name: string): void {
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: named(name) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  })
}

/** A process that serves others: its Service, its replicas and their disruption budget. */
export function drawReplicated(
  chart: Chart,
  labels: Labels,
  argocd: ResolvedArgocd,
  { program, replicas, service }: Replicated,
): void {
  const { name } = program
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      ports: [{ ...service, protocol: 'TCP', targetPort: service.name }],
      selector: named(name),
    },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: named(name) },
    spec: {
      replicas,
      selector: { matchLabels: named(name) },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: 'RollingUpdate' },
      template: podTemplate(program, labels, parametersOf(argocd)),
    },
  })
  drawBudget(chart, name)
}

interface Replicated {
  readonly program: Program
  readonly replicas: number
  /** Port of the Service. It has the same name as the container's port. */
  readonly service: { readonly name: string; readonly port: number }
}
