import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { serving } from '../../../lib/kube/guard.ts'
import {
  cpuNodes,
  environment,
  gpuNodes,
  leaveLostNodes,
  resources,
  restrictedContainer,
  restrictedPod,
  scratch,
  spread,
} from '../../../lib/kube/pod.ts'
import { digest, script, scriptData } from '../../../lib/kube/script.ts'
import { ollamaPort } from '../../../lib/resolve/ollama.ts'
import type { ResolvedOllama } from '../../../lib/resolve/pod-types.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { drawAutoscaler, replicasOf } from '../autoscaler.ts'

/** User of the model servers; the image has none of its own. */
export const ollamaUser = 10_001
const MiB = 1024 ** 2
const scripts = ['drain.sh', 'prepare-models.sh', 'serve.sh'].map((name) => script(import.meta.url, name))
const nameLabel = 'app.kubernetes.io/name'

/** The tenant's model servers: one Deployment for each class of hardware. */
export function ollamaChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace } = tenant
  const chart = new Chart(scope, 'ollama', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'ollama', namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'ollama-scripts', namespace },
    data: scriptData(scripts),
  })
  for (const server of tenant.ollama) drawServer(chart, tenant, server)
  return chart
}

function drawServer(chart: Chart, tenant: ResolvedTenant, server: ResolvedOllama): void {
  const { namespace } = tenant
  const labels = { [nameLabel]: server.name }
  draw(chart, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: server.name, namespace, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'http', port: ollamaPort, protocol: 'TCP', targetPort: 'http' }],
    },
  })
  draw(chart, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: server.name, namespace, labels },
    // A budget of whole pods: even a single one may be moved.
    spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  })
  draw(chart, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: server.name, namespace, labels, annotations: serving },
    spec: {
      ...replicasOf(tenant, server.scale),
      progressDeadlineSeconds: server.rolloutSeconds,
      selector: { matchLabels: labels },
      strategy: {
        rollingUpdate: { maxSurge: server.scale.surge, maxUnavailable: server.scale.surge > 0 ? 0 : 1 },
      },
      template: {
        metadata: {
          labels: { ...tenant.labels, ...labels },
          annotations: { 'paddock.dev/scripts': digest(scripts) },
        },
        spec: podSpec(tenant, server, labels),
      },
    },
  })
  drawAutoscaler(chart, tenant, server.name, server.scale, serving)
}

function podSpec(tenant: ResolvedTenant, server: ResolvedOllama, labels: Record<string, string>) {
  return {
    affinity: server.nodeClass === 'gpu' ? gpuNodes(server.accelerators) : cpuNodes,
    automountServiceAccountToken: false,
    containers: [serverContainer(server)],
    enableServiceLinks: false,
    initContainers: [prepareContainer(server)],
    priorityClassName: tenant.priorityClass,
    securityContext: restrictedPod(ollamaUser),
    serviceAccountName: 'ollama',
    terminationGracePeriodSeconds: server.graceSeconds,
    tolerations: [
      ...(server.nodeClass === 'gpu'
        ? [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', operator: 'Exists' }]
        : []),
      ...leaveLostNodes(server.lostNodeSeconds),
    ],
    topologySpreadConstraints: spread(labels),
    volumes: [
      { name: 'source', persistentVolumeClaim: { claimName: 'models', readOnly: true } },
      scratch('models', server.storeBytes),
      // Keys of the server, and on GPUs the compiled kernels.
      scratch('home', 512 * MiB),
      scratch('tmp', 256 * MiB),
      { configMap: { name: 'ollama-scripts' }, name: 'scripts' },
    ],
  }
}

/** Copies and verifies the models before the server starts; a cache on the node's disk takes this place later. */
function prepareContainer(server: ResolvedOllama) {
  return {
    command: ['bash', '/scripts/prepare-models.sh'],
    env: environment({
      MODELS: server.models.map(({ manifest, digest: pinned = '-' }) => `${manifest} ${pinned}`).join('\n'),
      SOURCE: '/source',
      TARGET: '/models',
      WAIT_SECONDS: String(server.modelWaitSeconds),
    }),
    image: server.image,
    name: 'prepare-models',
    resources: resources({ ...server.pod, gpus: 0 }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/source', name: 'source', readOnly: true },
      { mountPath: '/models', name: 'models' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
    ],
  }
}

/** Made by the script that serves, when every model is loaded. */
const loadedMark = '/tmp/loaded'

function serverContainer(server: ResolvedOllama) {
  const answers = { httpGet: { path: '/', port: 'http' } }
  return {
    command: ['bash', '/scripts/serve.sh'],
    env: environment({
      ...server.env,
      DRAIN_PORT: String(ollamaPort),
      DRAIN_SECONDS: String(server.preStopSeconds - 10),
      LOADED: loadedMark,
    }),
    image: server.image,
    lifecycle: { preStop: { exec: { command: ['bash', '/scripts/drain.sh'] } } },
    livenessProbe: { ...answers, failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
    name: 'ollama',
    ports: [{ containerPort: ollamaPort, name: 'http', protocol: 'TCP' }],
    readinessProbe: { ...answers, failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(server.pod),
    securityContext: restrictedContainer,
    // `/` answers while models load; a pod that has not loaded them is no help yet.
    startupProbe: {
      exec: { command: ['test', '-f', loadedMark] },
      failureThreshold: server.startupSeconds / 5,
      periodSeconds: 5,
      timeoutSeconds: 3,
    },
    volumeMounts: [
      { mountPath: '/models', name: 'models', readOnly: true },
      { mountPath: '/home/ollama', name: 'home' },
      { mountPath: '/tmp', name: 'tmp' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
    ],
  }
}
