import { eksOf } from '../../../lib/resolve/eks.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

/** NGINX's text of a domain's names in a regular expression. */
function below(domain: string): string {
  return `(.+[.])?${domain.replaceAll('.', '[.]')}`
}

/**
 * Text of NGINX that answers the platform's hosts only to the application load balancer. Both load balancers reach the same
 * pods at the same port. Without this text, a client of the network load balancer could name a host of the platform and
 * bypass the firewall. The application load balancer connects from its own subnets. The network load balancer keeps the
 * address of its client, which is outside of the VPC. `$realip_remote_addr` is the sender of the connection, whatever a
 * header says, and `$server_name` is the host whose rules NGINX applies, however the client wrote it.
 *
 * The platform's hosts are all names below this region's domain and below those that it stands in for: their DNS names point
 * to application load balancers only.
 *
 * Snippets of the ConfigMap are in the configuration of each host. Those of tenants' objects are off.
 *
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/virtualserver.go generateSnippets
 * @see https://nginx.org/en/docs/http/ngx_http_realip_module.html#var_realip_remote_addr
 */
export function entryPointSnippets(cluster: ResolvedCluster): Record<string, string> {
  const domains = [cluster.domain, ...cluster.standsInFor.map(({ domain }) => domain)].filter(
    (domain) => domain !== undefined,
  )
  if (domains.length === 0) return {}
  return {
    'http-snippets': [
      'geo $realip_remote_addr $paddock_entry {',
      '  default hosts;',
      ...eksOf(cluster).balancerCidrs.map((cidr) => `  ${cidr} web;`),
      '}',
      'map "$paddock_entry $server_name" $paddock_other_entry {',
      '  default 0;',
      ...domains.map((domain) => `  "~*^hosts ${below(domain)}$" 1;`),
      '}',
    ].join('\n'),
    'server-snippets': 'if ($paddock_other_entry) { return 421; }',
  }
}
