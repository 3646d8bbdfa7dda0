import { named, ofKind } from './reference.ts'

/** `http://<service>.<namespace>.svc:<port>/…` */
const clusterAddress = /^(?:[a-z]+:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z.]+)?:(\d+)/

/** Names in kinds that route callers to Services, or call them. */
export const edgeReferences = {
  Certificate: ofKind('cert-manager.io/v1', 'Certificate', ({ spec: { issuerRef } }, namespace) => {
    const { kind = 'Issuer', name } = issuerRef
    return [named('spec.issuerRef', kind, kind === 'Issuer' ? namespace : '', name)]
  }),
  InterceptorRoute: ofKind('http.keda.sh/v1beta1', 'InterceptorRoute', ({ spec: { target } }, namespace) => [
    {
      ...named('spec.target', 'Service', namespace, target.service),
      ...(target.port === undefined ? {} : { key: String(target.port) }),
    },
  ]),
  Probe: ofKind('monitoring.coreos.com/v1', 'Probe', ({ spec }) =>
    (spec.targets?.staticConfig?.static ?? []).flatMap((target, index) => {
      const [, service, namespace, port] = clusterAddress.exec(target) ?? []
      if (!service || !namespace || !port) return []
      const field = `spec.targets.staticConfig.static[${index}]`
      return [{ ...named(field, 'Service', namespace, service), key: port }]
    }),
  ),
  ScaledObject: ofKind('keda.sh/v1alpha1', 'ScaledObject', ({ spec }, namespace) => [
    named(
      'spec.scaleTargetRef',
      spec.scaleTargetRef.kind ?? 'Deployment',
      namespace,
      spec.scaleTargetRef.name,
    ),
    ...spec.triggers.flatMap(({ metadata }, index) => {
      const [, service, at, port] = clusterAddress.exec(metadata['url'] ?? '') ?? []
      if (!service || !at || !port) return []
      return [{ ...named(`spec.triggers[${index}].metadata.url`, 'Service', at, service), key: port }]
    }),
  ]),
  VirtualServer: ofKind('k8s.nginx.org/v1', 'VirtualServer', ({ spec }, namespace) => {
    const { tls, upstreams = [], policies, routes = [] } = spec
    const limits = (field: string, list: readonly { name?: string }[] = []) =>
      list.flatMap(({ name }, index) =>
        name ? [named(`${field}.policies[${index}]`, 'Policy', namespace, name)] : [],
      )
    return [
      ...(tls?.secret ? [named('spec.tls.secret', 'Secret', namespace, tls.secret)] : []),
      ...upstreams.flatMap(({ service, port }, index) =>
        service
          ? [{ ...named(`spec.upstreams[${index}]`, 'Service', namespace, service), key: String(port) }]
          : [],
      ),
      ...limits('spec', policies),
      ...routes.flatMap((route, index) => limits(`spec.routes[${index}]`, route.policies)),
    ]
  }),
}
