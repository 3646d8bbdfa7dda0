import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { imageReference } from '../../../lib/catalog/images.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { environment, resources, restrictedContainer } from '../../../lib/kube/pod.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import type { Volume } from '../../../lib/kube/types/kubernetes.ts'
import {
  modelCacheFolder,
  modelCacheUser,
  type ResolvedModelCache,
  recentSeconds,
  releasedManifests,
} from '../../../lib/resolve/model-cache.ts'
import { nameLabel } from '../../../lib/resolve/network.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { drawNamespace } from '../../kit/namespace.ts'
import { component } from './component.ts'

const { name: namespace, reason } = component.namespace
const scripts = ['daemon.py', 'store.py'].map((name) => script(import.meta.url, name))

/**
 * The daemon that owns the cache of models on each node. Model servers of all tenants read the folder through claims of
 * their own; only the daemon writes there.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, 'model-cache', { labels: cluster.labels })
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
    metadata: { name: 'model-cache', namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'scripts', namespace },
    data: scriptData(scripts),
  })
  // The daemon reads it for each request: a release restarts nothing.
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'released', namespace },
    data: {
      manifests: releasedManifests()
        .map((one) => `${one}\n`)
        .join(''),
    },
  })
  for (const cache of cluster.modelCaches) drawDaemon(chart, cluster, cache)
  return [chart]
}

/** One DaemonSet for nodes with as much room. */
function drawDaemon(chart: Chart, cluster: ResolvedCluster, cache: ResolvedModelCache): void {
  const labels = { [nameLabel]: cache.name }
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: cache.name, namespace, labels, annotations: { 'paddock.dev/reason': reason } },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels: { ...cluster.labels, ...labels },
          annotations: { 'paddock.dev/scripts': digest(scripts) },
        },
        spec: {
          affinity: nodesOf(cache),
          automountServiceAccountToken: false,
          containers: [daemon(cache)],
          enableServiceLinks: false,
          initContainers: [ownFolder(cache)],
          priorityClassName: 'platform',
          securityContext: {
            runAsGroup: modelCacheUser,
            runAsNonRoot: true,
            runAsUser: modelCacheUser,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          serviceAccountName: 'model-cache',
          // GPU nodes, and nodes that are filling up: models are no reason to leave.
          tolerations: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }],
          volumes,
        },
      },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
    },
  })
}

function nodesOf({ types }: ResolvedModelCache) {
  const expression = { key: 'node.kubernetes.io/instance-type', operator: 'In', values: [...types] }
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [expression] }],
      },
    },
  }
}

const volumes: Volume[] = [
  { hostPath: { path: modelCacheFolder, type: 'DirectoryOrCreate' }, name: 'cache' },
  { configMap: { name: 'scripts' }, name: 'scripts' },
  { configMap: { name: 'released' }, name: 'released' },
]

/**
 * The kubelet creates the folder as root. Its owner may give it to a group of its own without any capability. The room
 * on the disk is requested here: the scheduler counts the largest request of any container for the life of the pod, and
 * the kubelet does not measure folders of the node.
 */
function ownFolder({ roomBytes }: ResolvedModelCache) {
  const pod = component.pods['own-folder']
  return {
    command: ['sh', '-c', `chgrp ${modelCacheUser} /cache && chmod 0775 /cache`],
    image: imageReference('python'),
    name: 'own-folder',
    resources: resources({ ...pod, ephemeralBytes: roomBytes }),
    securityContext: { ...restrictedContainer, runAsNonRoot: false, runAsUser: 0 },
    volumeMounts: [{ mountPath: '/cache', name: 'cache' }],
  }
}

function daemon({ budgetBytes, incomingBytes }: ResolvedModelCache) {
  const alive = { exec: { command: ['test', '-S', '/cache/cache.sock'] } }
  return {
    command: ['python3', '/scripts/daemon.py'],
    env: environment({
      BUDGET_BYTES: String(budgetBytes),
      INCOMING_BYTES: String(incomingBytes),
      // The kubelet evicts pods when less than a tenth of the disk is free.
      FREE_PERCENT: '15',
      // Nothing is written beside the cache.
      PYTHONDONTWRITEBYTECODE: '1',
      RECENT_SECONDS: String(recentSeconds),
      RELEASED: '/released/manifests',
      ROOT: '/cache',
    }),
    image: imageReference('python'),
    name: 'model-cache',
    readinessProbe: { ...alive, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 },
    resources: resources(component.pods['model-cache']),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/cache', name: 'cache' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
      { mountPath: '/released', name: 'released', readOnly: true },
    ],
  }
}
