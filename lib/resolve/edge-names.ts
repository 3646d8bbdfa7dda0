/**
 * The ways into a region: `web` takes the platform's own hosts (TLS ends at an ALB, behind a firewall), `static` what
 * CloudFront fetches (an internal ALB), `hosts` the tenants' own hosts (an NLB passes TLS on to the ingress).
 */
export type EntryName = 'web' | 'static' | 'hosts'

/** Name of a load balancer and of its target group; at most 32 characters. Ingress pods are bound by it. */
export function entryName(region: string, entry: EntryName): string {
  return `paddock-${region}-${entry}`
}

/** Path at which the ingress controller answers 200 while it serves, on any host. */
export const ingressHealthPath = '/nginx-health'
/** Below this path Open WebUI serves files whose names change with their content. */
export const immutablePath = '/_app/immutable/*'
