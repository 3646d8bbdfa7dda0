import { publishedPort } from '../../kube/own-chart.ts'
import type { LabelSelector } from '../../kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'
import { opening } from '../reachability/allows.ts'
import { type NetworkModel, type PodModel, selects } from '../reachability/model.ts'
import { is, type ValidObject } from '../valid.ts'
import type { OwnBreach } from './breach.ts'

const ingress: PodModel = {
  owner: 'nginx-ingress',
  namespace: 'ingress-nginx',
  labels: { 'app.kubernetes.io/name': 'nginx-ingress' },
  namedPorts: {},
  hostNetwork: false,
}

/** A host is below a domain of this cluster, and the pods behind it accept requests of the ingress controller. */
export function ownHostBreaches(
  object: ValidObject,
  all: readonly ValidObject[],
  model: NetworkModel,
  { domain, standsInFor }: ResolvedCluster,
): OwnBreach[] {
  if (!is(object, 'k8s.nginx.org/v1', 'VirtualServer')) return []
  const { host = '', upstreams = [] } = object.spec
  const domains = [...(domain ? [domain] : []), ...standsInFor.map((one) => one.domain)]
  const [label, ...rest] = host.split('.')
  return [
    ...(label !== '*' && domains.includes(rest.join('.'))
      ? []
      : [
          {
            field: 'spec.host',
            facts: { problem: 'host', host, ...(domain === undefined ? {} : { domain }) } as const,
          },
        ]),
    ...upstreams.flatMap(({ service }, index) =>
      podsOf(service ?? '', all, model)
        .filter((pod) => !accepts(model, pod))
        .map((pod) => ({
          field: `spec.upstreams[${index}]`,
          facts: { problem: 'unreachable', pod: pod.owner, port: publishedPort } as const,
        })),
    ),
  ]
}

function accepts(model: NetworkModel, pod: PodModel): boolean {
  const target = { port: publishedPort, protocol: 'TCP', pod } as const
  const published = pod.labels['paddock.dev/published'] === 'true'
  return (
    published && opening(model, 'Ingress', pod, { pod: ingress }, target, { kind: 'certain' }) !== undefined
  )
}

function podsOf(service: string, all: readonly ValidObject[], model: NetworkModel): PodModel[] {
  const found = all.find((one) => one.metadata.name === service && is(one, 'v1', 'Service'))
  const matchLabels = found && is(found, 'v1', 'Service') ? found.spec.selector : undefined
  if (!matchLabels) return []
  const selector: LabelSelector = { matchLabels }
  return model.pods.filter(({ labels }) => selects(selector, labels))
}
