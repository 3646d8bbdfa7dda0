import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { ingressHealth } from '../../../lib/resolve/edge-names.ts'
import { type Server, startServer } from '../cluster/processes.ts'
import { waitUntilNone } from '../cluster/wait.ts'
import { certify } from './certificates.ts'
import { listens } from './client.ts'
import { ingressPods, startController } from './controller.ts'
import { balancer, edgeObjects, hosts } from './fleet.ts'
import { nginxUser, real, root, work } from './given.ts'
import { defaultServer, mainOf } from './main-configuration.ts'
import { type Service, startService } from './services.ts'
import { serverOf } from './virtual-server.ts'

/** NGINX before the applications of some tenants. */
export interface Edge {
  readonly services: Readonly<Record<'alpha' | 'beta' | 'paused', Service>>
  /** The configuration of each VirtualServer that NGINX runs, by `<namespace>/<name>`. */
  configuration(): Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Starts it: by the ingress controller itself where its image is there, otherwise with the configuration written here. */
export async function startEdge(): Promise<Edge> {
  await x('ip', ['address', 'add', `${balancer}/32`, 'dev', 'lo'], { throwOnError: true })
  const services = {
    alpha: await startService('alpha', 1),
    beta: await startService('beta', 2),
    paused: await startService('paused', 3),
  }
  const own = await certify([hosts.beta, '*.beta.example'])
  const shared = await certify(['nginx-ingress.ingress-nginx.svc'])
  const server = real
    ? await startController(
        Object.fromEntries(Object.entries(services).map(([tenant, { address }]) => [tenant, address])),
        [secretOf('ingress-nginx', 'default-server-tls', shared), secretOf('tenant-beta', 'tls', own)],
      )
    : startNginx(services, { 'tenant-beta-tls': own, default: shared, wildcard: shared })
  const missing = await waitUntilNone(ready, 60, () => server.check())
  if (missing.length > 0) throw new Error(missing.join())
  return {
    services,
    configuration: () => (real ? generated() : written(services)),
    stop: async () => {
      await server.stop()
      await Promise.all(Object.values(services).map((service) => service.stop()))
    },
  }
}

async function ready(): Promise<readonly string[]> {
  if (!real) return (await listens(443)) ? [] : ['NGINX does not listen']
  const answer = await fetch(`http://127.0.0.1:${ingressHealth.port}${ingressHealth.path}`).catch(
    () => undefined,
  )
  if (!answer?.ok) return ['the controller is not ready']
  // The controller learns the number of its pods after the routes.
  const limits = Object.values(generated()).flatMap((text) => text.match(/rate=\d+/g) ?? [])
  return limits.length > 0 && limits.every((limit) => /=(200|2000|20)$/.test(limit))
    ? []
    : [`rates are not shared: ${limits.join()}`]
}

type Pair = Readonly<Record<'certificate' | 'key', string>>

function secretOf(namespace: string, name: string, { certificate, key }: Pair): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  } as KubeObject
}

const virtualServers = () => {
  const { platform, tenants } = edgeObjects()
  return [...platform, ...tenants].filter(({ kind }) => kind === 'VirtualServer')
}

/** The settings of the controller's ConfigMap. */
export function settings(): Readonly<Record<string, string>> {
  const { platform } = edgeObjects()
  return platform.find(({ kind }) => kind === 'ConfigMap')?.['data'] as Record<string, string>
}

/** The configuration that the controller wrote. */
function generated(): Record<string, string> {
  return Object.fromEntries(
    virtualServers().map(({ metadata: { name, namespace } }) => [
      `${namespace}/${name}`,
      readFileSync(join(root, `etc/nginx/conf.d/vs_${namespace}_${name}.conf`), 'utf8'),
    ]),
  )
}

/** The configuration that virtual-server.ts writes for the same objects. */
export function written(services: Readonly<Record<string, Service>>): Record<string, string> {
  const { tenants } = edgeObjects()
  const { 'set-real-ip-from': trusted = '', 'server-snippets': serverSnippets = '' } = settings()
  const balancers = trusted.split(',')
  return Object.fromEntries(
    virtualServers().map((object) => {
      const { name, namespace = '' } = object.metadata
      const policy = (wanted: string) => {
        const found = tenants.find(
          ({ kind, metadata }) =>
            kind === 'Policy' && metadata.name === wanted && metadata.namespace === namespace,
        )
        if (!found) throw new Error(`${namespace} has no policy ${wanted}`)
        return found
      }
      const around = {
        service: () => `${services[namespace.replace('tenant-', '')]?.address}:80`,
        policy,
        ingressPods,
        balancers,
        serverSnippets,
        sockets: '/var/lib/nginx',
      }
      return [`${namespace}/${name}`, serverOf(object, around)]
    }),
  )
}

function startNginx(
  services: Readonly<Record<string, Service>>,
  secrets: Readonly<Record<string, Pair>>,
): Server {
  const folder = join(root, 'etc/nginx')
  mkdirSync(join(folder, 'secrets'), { recursive: true })
  for (const [name, { certificate, key }] of Object.entries(secrets)) {
    const file = join(folder, 'secrets', name)
    writeFileSync(file, certificate + key)
    chownSync(file, nginxUser, nginxUser)
  }
  const servers = [defaultServer(settings()), ...Object.values(written(services))].join('\n')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path /var/cache/nginx/${name};`)
    .join(' ')
  const main = mainOf(settings(), servers, {
    sockets: '/var/lib/nginx',
    pid: '/var/lib/nginx/nginx.pid',
    more: `access_log off; ${temporary}`,
  })
  writeFileSync(join(folder, 'paddock.conf'), main)
  const user = `--userspec=${nginxUser}:${nginxUser}`
  return startServer(work, 'nginx', 'chroot', [
    ...[user, root, 'nginx', '-e', 'stderr', '-c', '/etc/nginx/paddock.conf'],
  ])
}
