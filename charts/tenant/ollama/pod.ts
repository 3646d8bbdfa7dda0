import { MiB } from '../../../lib/catalog/units.ts'
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
import { serverPort } from '../../../lib/resolve/ollama.ts'
import type { ResolvedOllama } from '../../../lib/resolve/pod-types.ts'
import { servingTimes } from '../../../lib/resolve/serving-times.ts'
import type { ResolvedTenant } from '../../../lib/resolve/types.ts'
import { proxyContainer, runFolder } from './proxy.ts'

/** User of the model servers; the image has none of its own. */
export const ollamaUser = 10_001

/** Folder of the node's cache; links of the store lead there, so all containers mount it at the same path. */
const cacheFolder = '/cache'

/** The pod of a model server: its models are brought to the node, then the server runs behind its proxy. */
export function podSpec(tenant: ResolvedTenant, server: ResolvedOllama, labels: Record<string, string>) {
  return {
    affinity: server.nodeClass === 'gpu' ? gpuNodes(server.accelerators) : cpuNodes,
    automountServiceAccountToken: false,
    containers: [serverContainer(server), proxyContainer(server)],
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
      ...(server.cacheClaim
        ? [{ name: 'cache', persistentVolumeClaim: { claimName: server.cacheClaim, readOnly: true } }]
        : []),
      scratch('models', server.storeBytes),
      // Keys of the server, and on GPUs the compiled kernels.
      scratch('home', 512 * MiB),
      scratch('tmp', 256 * MiB),
      scratch('run', 1 * MiB),
      scratch('proxy-tmp', 16 * MiB),
      { configMap: { name: 'ollama-scripts' }, name: 'scripts' },
      { configMap: { name: 'ollama-proxy' }, name: 'proxy' },
    ],
  }
}

/** Read-only, and its files belong to another user. */
function cacheMount({ cacheClaim }: ResolvedOllama) {
  return cacheClaim ? [{ mountPath: cacheFolder, name: 'cache', readOnly: true }] : []
}

/** Takes the models from the node's cache, or copies them, and verifies them before the server starts. */
function prepareContainer(server: ResolvedOllama) {
  return {
    command: ['python3', '/scripts/prepare-models.py'],
    env: environment({
      ...(server.cacheClaim ? { CACHE: cacheFolder } : {}),
      MODELS: server.models.map(({ manifest, digest: pinned = '-' }) => `${manifest} ${pinned}`).join('\n'),
      SOURCE: '/source',
      TARGET: '/models',
      WAIT_SECONDS: String(server.modelWaitSeconds),
    }),
    image: server.prepare.image,
    name: 'prepare-models',
    resources: resources(server.prepare.container),
    securityContext: restrictedContainer,
    volumeMounts: [
      { mountPath: '/source', name: 'source', readOnly: true },
      { mountPath: '/models', name: 'models' },
      ...cacheMount(server),
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
    ],
  }
}

/** The serving script creates it when every model is loaded. */
const loadedMark = '/tmp/loaded'

function serverContainer(server: ResolvedOllama) {
  const answers = { httpGet: { path: '/', port: 'server' } }
  return {
    command: ['bash', '/scripts/serve.sh'],
    env: environment({
      ...server.env,
      DRAIN_SECONDS: String(server.drainSeconds),
      LOADED: loadedMark,
      PROXY_RUN: runFolder,
    }),
    image: server.image,
    lifecycle: { preStop: { exec: { command: ['bash', '/scripts/drain.sh'] } } },
    livenessProbe: {
      ...answers,
      failureThreshold: 6,
      periodSeconds: 10,
      terminationGracePeriodSeconds: servingTimes.hung,
      timeoutSeconds: 5,
    },
    name: 'ollama',
    ports: [{ containerPort: serverPort, name: 'server', protocol: 'TCP' }],
    readinessProbe: { ...answers, failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(server.container),
    securityContext: restrictedContainer,
    // `/` answers while models load, but a pod without loaded models cannot answer people.
    startupProbe: {
      exec: { command: ['test', '-f', loadedMark] },
      failureThreshold: server.startupSeconds / 5,
      periodSeconds: 5,
      terminationGracePeriodSeconds: servingTimes.hung,
      timeoutSeconds: 3,
    },
    volumeMounts: [
      { mountPath: '/models', name: 'models', readOnly: true },
      ...cacheMount(server),
      { mountPath: '/home/ollama', name: 'home' },
      { mountPath: '/tmp', name: 'tmp' },
      { mountPath: runFolder, name: 'run' },
      { mountPath: '/scripts', name: 'scripts', readOnly: true },
    ],
  }
}
