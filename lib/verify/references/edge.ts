import type { KubeObject } from '../../kube/object.ts'
import { type Named, named, type Reference } from './reference.ts'

/** `http://<service>.<namespace>.svc:<port>/…` */
const clusterAddress = /^(?:[a-z]+:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z.]+)?:(\d+)/

/** Names in kinds that route callers to Services, or call them. */
export const edgeReferences = { Certificate: certificate, Probe: probe, VirtualServer: virtualServer }

function certificate(object: KubeObject, namespace: string): Reference[] {
  const { issuerRef } = object['spec'] as { issuerRef: Named }
  const { kind, name } = issuerRef
  return [named('spec.issuerRef', kind, kind === 'Issuer' ? namespace : '', name)]
}

function virtualServer(object: KubeObject, namespace: string): Reference[] {
  const {
    tls,
    upstreams = [],
    policies,
    routes = [],
  } = object['spec'] as {
    tls?: { secret?: string }
    upstreams?: { service: string; port: number }[]
    policies?: { name: string }[]
    routes?: { policies?: { name: string }[] }[]
  }
  const limits = (field: string, list: readonly { name: string }[] = []) =>
    list.map(({ name }, index) => named(`${field}.policies[${index}]`, 'Policy', namespace, name))
  return [
    ...(tls?.secret ? [named('spec.tls.secret', 'Secret', namespace, tls.secret)] : []),
    ...upstreams.map(({ service, port }, index) => ({
      ...named(`spec.upstreams[${index}]`, 'Service', namespace, service),
      key: String(port),
    })),
    ...limits('spec', policies),
    ...routes.flatMap((route, index) => limits(`spec.routes[${index}]`, route.policies)),
  ]
}

function probe(object: KubeObject): Reference[] {
  const { targets } = object['spec'] as { targets: { staticConfig?: { static?: string[] } } }
  return (targets.staticConfig?.static ?? []).flatMap((target, index) => {
    const [, service, namespace, port] = clusterAddress.exec(target) ?? []
    if (!service || !namespace || !port) return []
    return [
      {
        ...named(`spec.targets.staticConfig.static[${index}]`, 'Service', namespace, service),
        key: port,
      },
    ]
  })
}
