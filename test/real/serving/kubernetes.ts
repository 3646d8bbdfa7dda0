import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { type Cluster, startControlPlane } from '../cluster/control-plane.ts'
import { waitUntilNone } from '../cluster/wait.ts'

const crds = new URL('../../../charts/platform/keda/crds/', import.meta.url).pathname

/** Programs and folder that `run` gives. */
export const programs = process.env['PADDOCK_SERVING'] ?? ''
export const work = process.env['PADDOCK_SERVING_WORK'] ?? ''

/** A control plane with the CRDs of KEDA and of its HTTP add-on, as dist has them. */
export async function startServingPlane(folder: string): Promise<Cluster> {
  const cluster = await startControlPlane(process.env['PADDOCK_KUBERNETES'] ?? '', join(work, folder))
  const texts = readdirSync(crds, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(crds, name), 'utf8'))
  await applyAll(cluster, texts)
  const missing = await waitUntilNone(async () => {
    await cluster.api.get('/apis/http.keda.sh/v1beta1/interceptorroutes')
    await cluster.api.get('/apis/keda.sh/v1alpha1/scaledobjects')
    return []
  }, 60)
  if (missing.length > 0) throw new Error(missing.join())
  return cluster
}

/** Applies objects in their order. @throws with what the API server refuses */
export async function applyAll(cluster: Cluster, objects: readonly (KubeObject | string)[]): Promise<void> {
  const texts = objects.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
  const { refused } = await cluster.kubectl.apply(texts, 'taken')
  if (refused.length > 0) throw new Error(refused.join('\n'))
}

/** A kubeconfig with a token of a service account, and so with its permissions. Answers its path. */
export async function kubeconfigOf(cluster: Cluster, namespace: string, account: string): Promise<string> {
  const token = (await cluster.kubectl.run('create', 'token', account, '-n', namespace)).trim()
  const config = JSON.parse(readFileSync(cluster.kubectl.kubeconfig, 'utf8')) as { users: { user: object }[] }
  const [user] = config.users
  if (user) user.user = { token }
  const path = join(work, `${namespace}-${account}.kubeconfig`)
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 })
  return path
}

/** An address of this machine that is none of the loopback interface: the API server accepts no such endpoint. */
function machineAddress(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  if (!found) throw new Error('this machine has no address besides the loopback interface')
  return found.address
}

/** The addresses of a Service: ready ones of this machine, or none. */
export function endpoints(namespace: string, service: string, port: number, ready: boolean): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-test`,
      namespace,
      labels: { 'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'test' },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: [machineAddress()], conditions: { ready } }],
    ports: [{ name: 'http', port, protocol: 'TCP' }],
  } as KubeObject
}
