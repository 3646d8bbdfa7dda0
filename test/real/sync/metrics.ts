import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Cluster } from '../cluster/control-plane.ts'

const version = 'metrics.k8s.io/v1beta1'
const service = { namespace: 'kube-system', name: 'metrics-server' }

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: { readonly containers: readonly { readonly name: string }[] }
  readonly status: { readonly phase: string }
}

/**
 * Plays metrics-server, which on EKS is an add-on: every pod that runs does next to nothing, so autoscalers keep their
 * fewest replicas. The API server finds it on the loopback interface by a Service that is another name for it.
 *
 * @param folder of the control plane, whose certificate it shows
 * @returns a function that ends it
 */
export async function playMetrics({ api, kubectl }: Cluster, folder: string): Promise<() => Promise<void>> {
  const certificate = (kind: string) => readFileSync(join(folder, 'certificates', `apiserver.${kind}`))
  const server = createServer({ key: certificate('key'), cert: certificate('crt') }, (request, response) => {
    answer(request.url ?? '').then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      () => response.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await kubectl.apply([
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: service,
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
    }),
    JSON.stringify({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { ...service, port },
      },
    }),
  ])
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  async function answer(url: string): Promise<object> {
    const { pathname, search } = new URL(url, 'https://localhost')
    if (pathname === `/apis/${version}`) return discovery
    const [, pods] = pathname.match(`^/apis/${version}(/(?:namespaces/[^/]+/)?pods)$`) ?? []
    if (pods === undefined) throw new Error(`nothing is at ${pathname}`)
    const { items } = await api.get<{ items: Pod[] }>(`/api/v1${pods}${search}`)
    const running = items.filter(({ status }) => status.phase === 'Running')
    return { kind: 'PodMetricsList', apiVersion: version, metadata: {}, items: running.map(idle) }
  }
}

const discovery = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: version,
  resources: [
    { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
  ],
}

function idle({ metadata: { name, namespace }, spec }: Pod): object {
  return {
    metadata: { name, namespace },
    timestamp: new Date().toISOString(),
    window: '1s',
    containers: spec.containers.map((one) => ({ name: one.name, usage: { cpu: '1m', memory: '1Mi' } })),
  }
}
