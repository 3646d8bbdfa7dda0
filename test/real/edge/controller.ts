import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { KubeObject } from '../../../lib/kube/object.ts'
import type { PodSpec } from '../../../lib/kube/types/kubernetes.ts'
import { ingressPort } from '../../../lib/resolve/edge-names.ts'
import { type Cluster, startControlPlane } from '../cluster/control-plane.ts'
import { type Server, startServer } from '../cluster/processes.ts'
import { waitUntilNone } from '../cluster/wait.ts'
import { edgeObjects } from './fleet.ts'
import { given, nginxUser, root, work } from './given.ts'

const ingress = { name: 'nginx-ingress', namespace: 'ingress-nginx' } as const
const crds = new URL('../../../dist/us-east-1/platform/nginx-crds/', import.meta.url).pathname
/** Pods of the ingress controller that its Service reports: a rate is divided by them. */
export const ingressPods = 3

/** The ingress controller with its NGINX, and the API server that it reads. */
export interface Controller {
  check(): void
  stop(): Promise<void>
}

/**
 * Starts the controller of the image with the arguments, the user and the permissions that dist gives it. Its cluster has
 * the objects of the edge and, in place of cert-manager, the Secrets of certificates.
 *
 * @param clusterIps address of the Service of each tenant
 */
export async function startController(
  clusterIps: Readonly<Record<string, string>>,
  secrets: readonly KubeObject[],
): Promise<Controller> {
  const folder = join(work, 'cluster')
  const cluster = await startControlPlane(given('PADDOCK_KUBERNETES'), folder)
  try {
    await fill(cluster, clusterIps, secrets)
    await signIn(cluster, folder)
    const { platform } = edgeObjects()
    const deployment = platform.find(({ kind }) => kind === 'Deployment')
    if (!deployment) throw new Error('dist has no Deployment of the controller')
    const { containers } = (deployment['spec'] as { template: { spec: PodSpec } }).template.spec
    // NGINX opens /dev/stdout once more, as its own user.
    const log = join(work, 'nginx-ingress.log')
    writeFileSync(log, '')
    chownSync(log, nginxUser, nginxUser)
    const server = startServer(
      work,
      'nginx-ingress',
      'chroot',
      [`--userspec=${nginxUser}:${nginxUser}`, root, '/nginx-ingress', ...(containers[0]?.args ?? [])],
      {
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: portOf(cluster),
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        POD_NAME: await podName(cluster),
        POD_NAMESPACE: ingress.namespace,
      },
    )
    return { check: () => server.check(), stop: () => stopAll(server, cluster) }
  } catch (cause) {
    await cluster.stop()
    throw cause
  }
}

async function stopAll(server: Server, cluster: Cluster): Promise<void> {
  await server.stop()
  await cluster.stop()
}

async function fill(
  { kubectl }: Cluster,
  clusterIps: Readonly<Record<string, string>>,
  secrets: readonly KubeObject[],
): Promise<void> {
  const { platform, tenants } = edgeObjects()
  const wanted = ['ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'IngressClass', 'Role', 'RoleBinding']
  const kinds = new Set([...wanted, 'Policy', 'Service', 'ServiceAccount', 'VirtualServer'])
  const objects = [...platform, ...tenants].filter(({ kind }) => kinds.has(kind))
  const names = new Set([...objects, ...secrets].flatMap(({ metadata }) => metadata.namespace ?? []))
  const namespaces = [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
  await kubectl.run('apply', '--server-side', '-f', crds)
  await kubectl.run('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s')
  const services = objects
    .filter(({ kind }) => kind === 'Service')
    .map((service) => atAddress(service, clusterIps))
  const others = objects.filter(({ kind }) => kind !== 'Service')
  const all = [...namespaces, ...secrets, ...services, ...others, endpoints(), ownPods()]
  const { refused } = await kubectl.apply(all.map((object) => stringify(object)))
  if (refused.length > 0) throw new Error(`the API server refuses: ${refused.join('\n')}`)
}

/**
 * The Service of a tenant's application gets the address at which the test listens. That of the controller loses its
 * selector: Kubernetes would count the pods, which have no addresses here.
 */
function atAddress(service: KubeObject, clusterIps: Readonly<Record<string, string>>): KubeObject {
  const { name, namespace } = service.metadata
  const { selector, ...spec } = service['spec'] as { selector: unknown }
  if (name === ingress.name) return { ...service, spec }
  const clusterIP = name === 'open-webui' ? clusterIps[String(namespace).replace('tenant-', '')] : undefined
  return clusterIP ? { ...service, spec: { ...spec, selector, clusterIP } } : service
}

/** The controller counts the pods of its Service. No pod has an address here, so the test names them. */
function endpoints(): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...ingress, labels: { 'kubernetes.io/service-name': ingress.name } },
    addressType: 'IPv4',
    ports: [{ name: 'https', port: ingressPort, protocol: 'TCP' }],
    endpoints: Array.from({ length: ingressPods }, (_, pod) => ({
      addresses: [`10.16.0.${10 + pod}`],
      conditions: { ready: true },
    })),
  } as KubeObject
}

/** The controller reads its own pod, which has an owner. No node runs this one: the test is in its place. */
function ownPods(): KubeObject {
  const labels = { app: ingress.name }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...ingress },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: ingress.name, image: ingress.name }] },
      },
    },
  } as KubeObject
}

/** Name of that pod. */
async function podName({ kubectl, check }: Cluster): Promise<string> {
  let name = ''
  const missing = await waitUntilNone(
    async () => {
      name = await kubectl.run(
        ...[
          'get',
          'pods',
          '--namespace',
          ingress.namespace,
          '--output',
          'jsonpath={.items[0].metadata.name}',
        ],
      )
      return name === '' ? ['no pod'] : []
    },
    60,
    check,
  )
  if (missing.length > 0) throw new Error(missing.join())
  return name
}

/** Gives the controller the token of its account, where the kubelet would mount it. */
async function signIn({ kubectl }: Cluster, folder: string): Promise<void> {
  const token = await kubectl.run('create', 'token', ingress.name, '--namespace', ingress.namespace)
  const account = join(root, 'run/secrets/kubernetes.io/serviceaccount')
  mkdirSync(account, { recursive: true })
  writeFileSync(join(account, 'token'), token.trim())
  writeFileSync(join(account, 'ca.crt'), readFileSync(join(folder, 'certificates', 'apiserver.crt')))
  writeFileSync(join(account, 'namespace'), ingress.namespace)
}

function portOf({ kubectl }: Cluster): string {
  const { clusters } = JSON.parse(readFileSync(kubectl.kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string } }[]
  }
  return new URL(clusters[0]?.cluster.server ?? '').port
}
