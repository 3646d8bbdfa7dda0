import type { KubeObject } from '../../kube/object.ts'
import { publishedPort } from '../../kube/own-chart.ts'
import type { LabelSelector, ServiceSpec } from '../../kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'
import { opening } from '../reachability/allows.ts'
import { type NetworkModel, type PodModel, selects } from '../reachability/model.ts'
import type { OwnBreach } from './breach.ts'

const ingress: PodModel = {
  owner: 'nginx-ingress',
  namespace: 'ingress-nginx',
  labels: { 'app.kubernetes.io/name': 'nginx-ingress' },
  namedPorts: {},
  hostNetwork: false,
}

interface VirtualServer {
  readonly host: string
  readonly upstreams?: readonly { readonly service: string }[]
}

/** A host is below a domain of this cluster, and the pods behind it accept requests of the ingress controller. */
export function ownHostBreaches(
  object: KubeObject,
  all: readonly KubeObject[],
  model: NetworkModel,
  { domain, standsInFor }: ResolvedCluster,
): OwnBreach[] {
  if (object.kind !== 'VirtualServer') return []
  const { host, upstreams = [] } = object['spec'] as VirtualServer
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
      podsOf(service, all, model)
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

function podsOf(service: string, all: readonly KubeObject[], model: NetworkModel): PodModel[] {
  const found = all.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service)
  const matchLabels = (found?.['spec'] as ServiceSpec | undefined)?.selector
  if (!matchLabels) return []
  const selector: LabelSelector = { matchLabels }
  return model.pods.filter(({ labels }) => selects(selector, labels))
}
