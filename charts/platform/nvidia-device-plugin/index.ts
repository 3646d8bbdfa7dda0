import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { onlyReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { anyGpuNode, resources, restrictedContainer } from '../../../lib/kube/pod.ts'
import { nameLabel } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawNamespace } from '../../kit/namespace.ts'
import { component, name } from './component.ts'

const { name: namespace, reason } = component.namespace
const labels = { [nameLabel]: name }
/** Folder of the socket on which the kubelet accepts device plugins. */
const socketFolder = '/var/lib/kubelet/device-plugins'

/**
 * Reports the GPUs of a node to its kubelet. The EKS image contains the driver and the container toolkit, but not this
 * plugin. GPUs are not split, because the parts of one GPU would share its memory between tenants.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, name, { labels: cluster.labels })
  drawNamespace(chart, cluster, component)
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  })
  drawPlugin(chart, cluster)
  return [chart]
}

/** @see https://github.com/NVIDIA/k8s-device-plugin deployments/static/nvidia-device-plugin.yml */
function drawPlugin(chart: Chart, cluster: ResolvedCluster): void {
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels, annotations: { 'paddock.dev/reason': reason } },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...cluster.labels, ...labels } },
        spec: {
          affinity: anyGpuNode,
          automountServiceAccountToken: false,
          containers: [
            {
              // A node whose driver does not answer must not look like a node without GPUs.
              env: [{ name: 'FAIL_ON_INIT_ERROR', value: 'true' }],
              image: onlyReference(component.images[name]),
              name,
              resources: resources(component.pods[name]),
              securityContext: restrictedContainer,
              volumeMounts: [{ mountPath: socketFolder, name: 'sockets' }],
            },
          ],
          enableServiceLinks: false,
          priorityClassName: 'system-node-critical',
          securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
          serviceAccountName: name,
          tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }],
          volumes: [{ hostPath: { path: socketFolder, type: 'Directory' }, name: 'sockets' }],
        },
      },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    },
  })
}
