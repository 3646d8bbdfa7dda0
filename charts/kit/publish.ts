import type { ApiObjectMetadataDefinition, Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { drawRateLimit, secureHeaders } from '../../lib/kube/edge.ts'
import { publishedLabel, publishedPort } from '../../lib/kube/own-chart.ts'
import { platform } from '../../lib/resolve/names.ts'
import { ingressName, nameLabel } from '../../lib/resolve/network.ts'
import type { Rate, ResolvedCluster } from '../../lib/resolve/types.ts'

/** A Service of an own chart that people reach over the internet. */
export interface Publication {
  readonly cluster: ResolvedCluster
  /** First label of the host, below the domain of the region. */
  readonly label: string
  readonly service: { readonly name: string; readonly port: number }
  /** Workload behind the Service. Its pods accept requests at port 8080. */
  readonly pods: { readonly podMetadata: ApiObjectMetadataDefinition }
  /** Limit of one address. Default: 600 requests a minute, 100 at once. */
  readonly rate?: Rate
}

/**
 * Publishes a Service at `https://<label>.<domain>` and opens its pods to the ingress controller. A standby region also
 * answers the host of the region that it replaces: DNS points that host to it after a failover. A laptop has no ingress
 * controller, so nothing is drawn there.
 *
 * @throws on the hub, which has no entry point for people
 */
export function publish(chart: Chart, { cluster, label, service, pods, rate }: Publication): void {
  if (cluster.kind === 'local') return
  if (cluster.domain === undefined || chart.namespace === undefined)
    throw new Error(`cluster ${cluster.name} has no entry point for people: publish on a regional cluster`)
  const { namespace } = chart
  pods.podMetadata.addLabel(publishedLabel, 'true')
  const policy = drawRateLimit(chart, namespace, rate ?? { requestsPerMinute: 600, burst: 100 })
  const domains = [cluster.domain, ...cluster.standsInFor.map(({ domain }) => domain)]
  domains.forEach((domain, index) => {
    draw(chart, {
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'VirtualServer',
      metadata: { name: `host-${index}`, namespace },
      spec: {
        host: `${label}.${domain}`,
        ingressClassName: 'nginx',
        policies: [policy],
        routes: [
          {
            action: { proxy: { responseHeaders: { add: secureHeaders }, upstream: 'service' } },
            path: '/',
          },
        ],
        tls: { redirect: { code: 308, enable: true } },
        upstreams: [
          {
            'connect-timeout': '5s',
            name: 'service',
            port: service.port,
            service: service.name,
            'use-cluster-ip': true,
          },
        ],
      },
    })
  })
  draw(chart, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'published-from-ingress', namespace },
    spec: {
      podSelector: { matchLabels: { [publishedLabel]: 'true' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': platform.ingress } },
              podSelector: { matchLabels: { [nameLabel]: ingressName } },
            },
          ],
          ports: [{ port: publishedPort, protocol: 'TCP' }],
        },
      ],
    },
  })
}
