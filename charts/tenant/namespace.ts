import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import { podSecurityLabels } from '../../lib/kube/pod-security.ts'
import { bytes, cpu } from '../../lib/kube/quantity.ts'
import { admissionFacts } from '../../lib/resolve/labels.ts'
import type { ResolvedQuota } from '../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'

/** Namespace, hard quota and defaults of a tenant, including the service account of pods that name none. */
export function namespaceChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, quota } = tenant
  const chart = new Chart(scope, 'namespace', { labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...tenant.labels, ...podSecurityLabels('restricted') },
      annotations: {
        ...tenant.annotations,
        ...admissionFacts({ ...tenant.rbac, hosts: tenant.access?.hosts ?? [] }),
        ...guarded,
      },
    },
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'tenant', namespace },
    spec: { hard: hard(quota) },
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'tenant', namespace },
    spec: {
      limits: [
        {
          type: 'Container',
          // Defaults for a container that an operator starts by hand. Every container of a chart sets its own values.
          defaultRequest: { cpu: '50m', 'ephemeral-storage': '64Mi', memory: '64Mi' },
          default: { 'ephemeral-storage': '256Mi', memory: '256Mi' },
        },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' } },
      ],
    },
  })
  // Kubernetes creates it in every namespace. It would mount the token into pods that name no account.
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace },
    automountServiceAccountToken: false,
  })
  return chart
}

function hard(quota: ResolvedQuota): Record<string, string> {
  return {
    'limits.ephemeral-storage': bytes(quota.ephemeralBytes),
    'limits.memory': bytes(quota.memoryLimitBytes),
    persistentvolumeclaims: String(quota.claims),
    pods: String(quota.pods),
    'requests.cpu': cpu(quota.cpuMillis),
    'requests.ephemeral-storage': bytes(quota.ephemeralBytes),
    'requests.memory': bytes(quota.memoryBytes),
    'requests.nvidia.com/gpu': String(quota.gpus),
    'requests.storage': bytes(quota.storageBytes),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  }
}
