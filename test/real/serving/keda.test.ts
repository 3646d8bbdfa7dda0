import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Testing } from 'cdk8s'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorRbacChart } from '../../../charts/platform/keda/rbac.ts'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { resolveCluster } from '../../../lib/resolve/cluster.ts'
import { cluster as spec } from '../../support/arbitrary.ts'
import { claimPort, claimPorts } from '../../support/ports.ts'
import type { Cluster } from '../cluster/control-plane.ts'
import { type Server, startServer } from '../cluster/processes.ts'
import { startBackend } from './backend.ts'
import { type Interceptor, ready, startInterceptor } from './interceptor.ts'
import { applyAll, endpoints, kubeconfigOf, programs, startServingPlane, work } from './kubernetes.ts'
import { pick, sleeper } from './tenants.ts'

const alpha = sleeper('alpha')
const namespace = 'tenant-alpha'
const backendPort = await claimPort()
/** In place of the 600 s of dist, which a test does not wait for. */
const idleSeconds = 5
let cluster: Cluster
let interceptor: Interceptor
let keda: Server

beforeAll(async () => {
  cluster = await startServingPlane('keda')
  const { objects } = alpha
  await applyAll(cluster, [
    pick(objects, 'Namespace', namespace),
    ...['ServiceAccount', 'Role', 'RoleBinding'].map((kind) => pick(objects, kind, 'model-gateway')),
    withoutSelector(pick(objects, 'Service', 'ollama-gpu')),
    withoutSelector(pick(objects, 'Service', 'model-gateway')),
    route(),
    { ...pick(objects, 'ServiceAccount', 'ollama') },
    // Its pods would need volumes; the number of replicas is all that counts here.
    scaledTo(pick(objects, 'Deployment', 'ollama-gpu'), 0),
  ])
  const account = await kubeconfigOf(cluster, namespace, 'model-gateway')
  interceptor = await startInterceptor('counted', objects, account, ['ollama-gpu.tenant-alpha'])
  await ready(interceptor)
  await applyAll(cluster, [endpoints(namespace, 'model-gateway', interceptor.countsPort, true)])
  keda = await startKeda()
})
afterAll(async () => {
  await keda?.stop()
  await interceptor?.server.stop()
  await cluster?.stop()
})

test('KEDA starts a server within 30 s of a held request, and ends it when nobody asks any more', async () => {
  await applyAll(cluster, [scaledObject()])
  const condition = async (type: string) => {
    const { status } = (await cluster.api.get(
      `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/ollama-gpu`,
    )) as { status?: { conditions?: { type: string; status: string; message?: string }[] } }
    return status?.conditions?.find((one) => one.type === type)
  }
  expect(await seconds(async () => (await condition('Ready'))?.status === 'True', 60)).toBeLessThan(60)
  // Nobody asks: it stays at zero.
  await sleep(6000)
  expect(await replicas()).toBe(0)

  const held = hold()
  const up = await seconds(async () => (await replicas()) === 1, 30)
  console.log(`decided ${up.toFixed(1)} s after the request came`)
  expect(up).toBeLessThan(30)

  const backend = await startBackend('alpha', backendPort)
  await applyAll(cluster, [endpoints(namespace, 'ollama-gpu', backendPort, true)])
  expect(await held).toBe(200)
  backend.stop()
  const down = await seconds(async () => (await replicas()) === 0, 60)
  console.log(`ended ${down.toFixed(1)} s after the answer, with a cooldown of ${idleSeconds} s`)
  expect(down).toBeGreaterThan(idleSeconds - 3)
  expect(down).toBeLessThan(60)
})

test('the autoscaler that KEDA makes has the targets and the behaviour of dist', async () => {
  const { spec: hpa } = (await cluster.api.get(
    `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/keda-hpa-ollama-gpu`,
  )) as {
    spec: { maxReplicas: number; metrics: { external: { target: object } }[]; behavior: { scaleUp: object } }
  }
  expect(hpa.maxReplicas).toBe(alpha.tenant.ollama.find(({ nodeClass }) => nodeClass === 'gpu')?.scale.max)
  expect(hpa.metrics.map(({ external }) => external.target)).toEqual([
    { type: 'AverageValue', averageValue: String(alpha.gateway.requestsPerReplica) },
  ])
  expect(hpa.behavior.scaleUp).toMatchObject({ stabilizationWindowSeconds: 60 })
})

test('the add-on’s own scaler does not work with the permissions of one namespace', async () => {
  const [port = 0, metrics = 0] = await claimPorts(2)
  const scaler = startServer(work, 'scaler', join(programs, 'scaler'), [], {
    PATH: process.env['PATH'] ?? '',
    KUBECONFIG: await kubeconfigOf(cluster, namespace, 'model-gateway'),
    KEDA_HTTP_SCALER_PORT: String(port),
    KEDA_HTTP_SCALER_TARGET_ADMIN_DEPLOYMENT: 'model-gateway',
    KEDA_HTTP_SCALER_TARGET_ADMIN_NAMESPACE: namespace,
    KEDA_HTTP_SCALER_TARGET_ADMIN_PORT: String(interceptor.countsPort),
    KEDA_HTTP_SCALER_TARGET_ADMIN_SERVICE: 'model-gateway',
    OTEL_PROM_EXPORTER_PORT: String(metrics),
  })
  await sleep(8000)
  const log = readFileSync(join(work, 'scaler.log'), 'utf8')
  await scaler.stop()
  expect(log).toMatch(/endpointslices.*is forbidden.*at the cluster scope/)
})

async function replicas(): Promise<number> {
  const { spec: found } = (await cluster.api.get(
    `/apis/apps/v1/namespaces/${namespace}/deployments/ollama-gpu`,
  )) as { spec: { replicas: number } }
  return found.replicas
}

/** Seconds until it holds. @throws after `most` */
async function seconds(holds: () => Promise<boolean>, most: number): Promise<number> {
  const started = performance.now()
  for (;;) {
    keda.check()
    const passed = (performance.now() - started) / 1000
    if (await holds()) return passed
    if (passed > most) throw new Error(`not within ${most} s`)
    await sleep(200)
  }
}

/** Status of the answer to a request with the host of the route. */
async function hold(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const call = request(
      {
        port: interceptor.port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/chat',
        headers: { host: 'model-server' },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    call.on('error', reject)
    call.end('{}')
  })
}

/** KEDA's operator with its flags and permissions of dist, but for ports, certificate and namespace of its lease. */
async function startKeda(): Promise<Server> {
  const chart = Testing.chart()
  const account = { namespace: 'keda', name: 'keda-operator' }
  const rbac = Testing.synth(operatorRbacChart(chart, resolveCluster(spec), account)) as KubeObject[]
  await applyAll(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'keda' } } as KubeObject,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account } as KubeObject,
    ...rbac,
  ])
  const folder = join(work, 'keda-operator')
  mkdirSync(folder, { recursive: true })
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=keda'],
      ...['-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')],
    ],
    { stdio: 'ignore' },
  )
  execFileSync('cp', [join(folder, 'tls.crt'), join(folder, 'ca.crt')])
  const [metrics = 0, health = 0, grpc = 0] = await claimPorts(3)
  return startServer(
    folder,
    'keda-operator',
    join(programs, 'keda-operator'),
    [
      ...['--leader-elect', '--enable-cert-rotation=false', `--cert-dir=${folder}`],
      `--metrics-bind-address=127.0.0.1:${metrics}`,
      `--health-probe-bind-address=127.0.0.1:${health}`,
      `--metrics-service-bind-address=127.0.0.1:${grpc}`,
      '--zap-log-level=info',
    ],
    {
      PATH: process.env['PATH'] ?? '',
      KUBECONFIG: await kubeconfigOf(cluster, 'keda', 'keda-operator'),
      KEDA_RESTRICT_SECRET_ACCESS: 'true',
      KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda',
      POD_NAMESPACE: 'keda',
      WATCH_NAMESPACE: '',
    },
  )
}

function scaledObject(): KubeObject {
  const found = pick(alpha.objects, 'ScaledObject', 'ollama-gpu') as KubeObject & {
    spec: { triggers: { metadata: { url: string } }[] }
  }
  const { spec: drawn } = found
  return {
    ...found,
    spec: {
      ...drawn,
      cooldownPeriod: idleSeconds,
      triggers: drawn.triggers.map((one) => ({
        ...one,
        metadata: { ...one.metadata, url: one.metadata.url.replace(':9090', `:${interceptor.countsPort}`) },
      })),
    },
  } as KubeObject
}

function route(): KubeObject {
  const found = pick(alpha.objects, 'InterceptorRoute', 'ollama-gpu') as KubeObject & {
    spec: { target: object }
  }
  return {
    ...found,
    spec: { ...found.spec, target: { ...found.spec.target, port: backendPort } },
  } as KubeObject
}

function withoutSelector(service: KubeObject): KubeObject {
  return { ...service, spec: { ports: [{ name: 'http', port: 11434 }] } } as KubeObject
}

function scaledTo(deployment: KubeObject, count: number): KubeObject {
  return { ...deployment, spec: { ...(deployment['spec'] as object), replicas: count } } as KubeObject
}
