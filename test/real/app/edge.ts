import { once } from 'node:events'
import { connect } from 'node:net'
import type { Site } from './page.ts'
import { type Pod, startPod } from './pod.ts'
import type { Tenant } from './tenant.ts'
import { until } from './until.ts'
import { nginxOf } from './virtual-server.ts'

/** NGINX in front of a tenant. */
export interface Edge {
  readonly site: Site
  stop(): Promise<void>
}

/** Starts NGINX with the rules of the tenant's first host, and with its Service behind. */
export async function startEdge(tenant: Tenant): Promise<Edge> {
  const host = tenant.manifests.object('VirtualServer', 'host-0')
  const configuration = nginxOf(host, `${tenant.openWebui.service.address}:${tenant.openWebui.service.port}`)
  const pod = await startPod(`${tenant.resolved.id}-edge`, spec, {
    secret: () => '',
    configMap: () => ({ 'nginx.conf': configuration }),
    claim: () => '',
    names: {},
    without: [],
  })
  await until(
    'NGINX listens',
    60,
    () => listens(pod),
    () => pod.log('nginx'),
  )
  const origin = tenant.site().origin
  return {
    // Browsers send the host's name; nginx has one server, which serves requests for any name.
    site: { url: `http://${pod.address}:8080`, origin },
    stop: async () => void (await pod.stop(5)),
  }
}

const spec = {
  containers: [
    {
      name: 'nginx',
      image: 'nginx',
      command: ['nginx', '-e', 'stderr', '-c', '/etc/edge/nginx.conf'],
      volumeMounts: [
        { name: 'configuration', mountPath: '/etc/edge', readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    },
  ],
  securityContext: { runAsUser: 101, runAsGroup: 101 },
  volumes: [
    { name: 'configuration', configMap: { name: 'edge' } },
    { name: 'tmp', emptyDir: {} },
  ],
}

async function listens({ address }: Pod): Promise<boolean> {
  const socket = connect(8080, address)
  await once(socket, 'connect')
  socket.destroy()
  return true
}
