import { imageReference } from '../catalog/images.ts'
import type { InstanceTypeName } from '../catalog/instances.ts'
import { releasedDigest } from '../catalog/model-releases.ts'
import { catalogModel, type ModelName, manifestPath, storeRoom } from '../catalog/models.ts'
import { rings } from '../catalog/rings.ts'
import { GiB } from '../catalog/units.ts'
import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { typesInUse } from './fleet.ts'
import { gatewayCountsPort, gatewayName, gpuReplicas, sleeps } from './gpu-scale.ts'
import { modelCacheClaim } from './model-cache.ts'
import { proxyResources, serverPod } from './model-proxy.ts'
import {
  gpuFits,
  kvCacheType,
  type ModelServer,
  modelServers,
  promptCacheMiB,
  roundUp,
  serverResources,
} from './model-server.ts'
import { tenantNames } from './names.ts'
import type { Env, ResolvedModel, ResolvedOllama, ResolvedRequests, ResolvedScale } from './pod-types.ts'
import { mostReplicas, usersPerModelReplica } from './replica-users.ts'
import { servingTimes } from './serving-times.ts'
import { timeouts } from './timeouts.ts'

/** Port of every model server's Service; its proxy listens there. */
export const ollamaPort = 11434
/** Port of the server itself, behind its proxy. Open to no pod: only the kubelet asks there whether it lives. */
export const serverPort = 11435
/** Port at which KEDA alone reads from the proxy how many requests are in flight. */
export const countsPort = 11436
/** A file system and a disk read this fast at least; bounds waits for copies and loads. Bytes a second. */
export const slowestRead = 100 * 1_000_000
/**
 * The default of Kubernetes is 300 s. That is too long for the only replica of a model. The node has been silent for
 * 50 s before this time begins.
 */
export const lostNodeSeconds = 10
/** The server probes each GPU library for up to 30 s, one after the other, before it answers. */
const answerSeconds = { cpu: 120, gpu: 300 } as const
/** A model that has been read is tried out once before it answers. */
export const warmUpSeconds = 60
/**
 * KEDA looks this often for requests to a server that sleeps. A held request is seen at once; one that is answered may
 * fall between two looks if it takes less. Seconds.
 */
const wakePollSeconds = 2
/** A burst must last so long before a GPU server gets another replica: a node costs more than a minute's wait. */
const gpuUpAfterSeconds = 60
/** A node may have to be brought first. */
const nodeBootSeconds = 600

/** Resolves a tenant's model servers against the GPU types of its cluster. */
export function resolveOllama(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): readonly ResolvedOllama[] {
  const gpuTypes = cluster.kind === 'regional' ? typesInUse(cluster.nodeGroups, 'gpu') : []
  return modelServers(spec).map((server) => ({
    ...resolveServer(server, spec, cluster, gpuTypes),
    ...(cluster.kind === 'regional' ? { cacheClaim: modelCacheClaim } : {}),
    models: server.models.map((name) => resolveModel(name, spec, cluster)),
  }))
}

function resolveServer(
  server: ModelServer,
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  gpuTypes: readonly InstanceTypeName[],
): Omit<ResolvedOllama, 'models'> {
  const fits = server.nodeClass === 'gpu' ? gpuFits(server, gpuTypes) : []
  const gpus = fits[0]?.gpus ?? (server.nodeClass === 'gpu' ? 1 : 0)
  const container = serverResources(server, gpus)
  const readSeconds = Math.ceil(server.weightsBytes / slowestRead)
  // The volume is read once; the digest is counted in the same pass.
  const modelWaitSeconds = 600 + readSeconds
  const startupSeconds = roundUp(
    answerSeconds[server.nodeClass] + readSeconds + warmUpSeconds * server.models.length,
    10,
  )
  return {
    name: `ollama-${server.nodeClass}`,
    nodeClass: server.nodeClass,
    image: imageReference('ollama', rings[spec.ring].ollama),
    scale: clusterScale(serverScale(server, spec), cluster),
    pod: serverPod(server, gpus),
    container,
    // The image has Python, whose digests are OpenSSL's, and is a fraction of Ollama's.
    prepare: { image: imageReference('python'), container: { ...container, gpus: 0 } },
    proxy: { image: imageReference('nginx'), container: proxyResources },
    env: serverEnv(server, container.cpuMillis / 1000),
    accelerators: [...new Set(fits.filter((fit) => fit.gpus === gpus).map((fit) => fit.accelerator))],
    storeBytes: roundUp(server.weightsBytes * storeRoom, GiB),
    modelWaitSeconds,
    startupSeconds,
    rolloutSeconds: nodeBootSeconds + modelWaitSeconds + startupSeconds,
    lostNodeSeconds,
    drainSeconds: servingTimes.leave + servingTimes.answer + 5,
    graceSeconds: servingTimes.leave + servingTimes.answer + 5 + servingTimes.stop,
    ...(cluster.kind === 'regional' ? { requests: requestsOf(server, spec, cluster) } : {}),
  }
}

/** Without KEDA nothing wakes a server: it keeps one replica. */
function clusterScale(scale: ResolvedScale, { kind }: CompleteTenantClusterSpec): ResolvedScale {
  return kind === 'regional' ? scale : { ...scale, min: Math.max(1, scale.min) }
}

/**
 * The requests in flight: of a server that scales to zero the gateway counts them, of others the proxies in their pods.
 * A replica should have as many as it answers at once; more would wait in it.
 *
 * @see docs/decisions/keda-counts-at-the-gateway.md
 */
function requestsOf(
  { nodeClass }: ModelServer,
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedRequests {
  const { namespace } = tenantNames(spec.id)
  const perReplica = spec.inference.parallelRequests
  if (nodeClass === 'gpu' && sleeps(spec, cluster)) {
    return {
      url: `http://${gatewayName}.${namespace}.svc:${gatewayCountsPort}/queue`,
      valueLocation: `${namespace}/ollama-gpu.Concurrency`,
      perReplica,
      pollSeconds: wakePollSeconds,
      idleSeconds: 600,
    }
  }
  // The proxy of each pod counts KEDA's own question too: one more for each replica, on both sides of the ratio.
  return {
    url: `http://ollama-${nodeClass}.${namespace}.svc:${countsPort}/`,
    valueLocation: 'requests',
    perReplica: perReplica + 1,
    pollSeconds: 30,
  }
}

/** A laptop pulls the current version of its registry. Only versions that the tenant's file pins have a digest there. */
function resolveModel(
  name: ModelName,
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
): ResolvedModel {
  const digest = spec.modelDigests[name] ?? (cluster.kind === 'local' ? undefined : releasedDigest(name))
  return {
    name,
    manifest: manifestPath(name),
    ...(digest ? { digest } : {}),
    weightsBytes: catalogModel(name).weightsBytes,
  }
}

/**
 * CPU servers scale on CPU use and on requests in flight, measured for longer than an answer. One answer keeps every core
 * of its server busy, and so do ten answers. Memory is no signal: weights and caches stay in memory when the server is
 * idle, so a memory target would keep every replica that was ever added. GPU servers scale on requests in flight alone.
 *
 * @see docs/decisions/one-answer-is-no-load.md
 */
export function serverScale(server: ModelServer, spec: CompleteTenantSpec): ResolvedScale {
  const users = spec.expectedUsers
  if (server.nodeClass === 'gpu') {
    // There may be no GPU node for a second server, so the old pod ends first. No container's CPU follows the load.
    return { ...gpuReplicas(spec), surge: 0, cpuPercent: 70, upAfterSeconds: gpuUpAfterSeconds }
  }
  const chat = server.models.some((name) => catalogModel(name).purpose === 'chat')
  const wanted = Math.max(2, Math.ceil(users / usersPerModelReplica(spec)))
  const max = chat ? Math.min(mostReplicas.cpuServer, wanted) : 2
  const given = spec.scaling.ollama
  return {
    min: given?.min ?? 1,
    max: given?.max ?? max,
    surge: 1,
    cpuPercent: 70,
    cpuOf: 'ollama',
    upAfterSeconds: servingTimes.answer + servingTimes.metricsLag,
  }
}

/** @see https://github.com/ollama/ollama/blob/main/envconfig/config.go and llama.cpp tools/server/README.md */
function serverEnv(server: ModelServer, cores: number): Env {
  const onCpu = server.nodeClass === 'cpu'
  return {
    HOME: '/home/ollama',
    // The runner counts the node's cores, not the pod's share: 0.27 instead of 12 tokens a second.
    LLAMA_ARG_THREADS: String(cores),
    // Each runner's prompt cache grows to 8 GiB by default and shows nowhere.
    LLAMA_ARG_CACHE_RAM: String(promptCacheMiB),
    LLAMA_ARG_TIMEOUT: String(timeouts.llamaServer),
    // Each once at the start, and kept: the first question waits for no model.
    LOAD_MODELS: server.models.map((name) => `${loadedBy(name)} ${name}`).join('\n'),
    OLLAMA_CONTEXT_LENGTH: String(server.contextTokens),
    OLLAMA_HOST: `0.0.0.0:${serverPort}`,
    OLLAMA_KEEP_ALIVE: '-1',
    OLLAMA_KV_CACHE_TYPE: kvCacheType[server.nodeClass],
    OLLAMA_LOAD_TIMEOUT: '15m',
    OLLAMA_MAX_LOADED_MODELS: String(server.models.length),
    OLLAMA_MAX_QUEUE: String(server.parallelRequests * 16),
    OLLAMA_MODELS: '/models',
    OLLAMA_NOPRUNE: '1',
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_NUM_PARALLEL: String(server.parallelRequests),
    // CPU pods on a GPU node would see every GPU; T4 and V100 have native code only in cuda_v12.
    ...(onCpu
      ? { NVIDIA_VISIBLE_DEVICES: 'void', OLLAMA_LLM_LIBRARY: 'cpu' }
      : { OLLAMA_LLM_LIBRARY: 'cuda_v12' }),
  }
}

/** The call of the API that loads a model of its kind. @see https://github.com/ollama/ollama/blob/main/docs/api.md */
function loadedBy(name: ModelName): 'generate' | 'embed' {
  return catalogModel(name).purpose === 'chat' ? 'generate' : 'embed'
}
