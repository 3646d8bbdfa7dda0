/**
 * The entry points of a region: `web` for the platform's own hosts (TLS ends at an ALB, behind a firewall),
 * `hosts` for the tenants' own hosts (an NLB passes TLS through to the ingress controller).
 */
export type EntryName = (typeof entryNames)[number]
/** All of them. */
export const entryNames = ['web', 'hosts'] as const

/** Name of a load balancer and of its target group; at most 32 characters. Ingress pods are bound by it. */
export function entryName(region: string, entry: EntryName): string {
  return `paddock-${region}-${entry}`
}

/**
 * First labels below a region's domain that are the platform's own: Argo CD, the entry point of tenants' own hosts, and the
 * host that reports whether the region serves. No tenant may have them.
 */
export const platformLabels = {
  argocd: 'argocd',
  hosts: 'hosts',
  serving: 'region',
} as const

/** Pods of Argo CD's server, behind the entry point, and the namespace of Argo CD in every cluster. */
export const argocdServer = { namespace: 'argocd', name: 'argocd-server', port: 8080 } as const

/** Port of the ingress controller's pods at which it accepts requests, and of the target groups. */
export const ingressPort = 443
/**
 * Port and path on which the ingress controller answers 200 once NGINX serves. Without TLS: health checks of load
 * balancers use TLS up to 1.2, and the ingress accepts only 1.3.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export const ingressHealth = { path: '/nginx-ready', port: 8081 } as const
/** Seconds that a pod which leaves keeps its connections: answers that are being streamed end by themselves. */
export const drainSeconds = 300
