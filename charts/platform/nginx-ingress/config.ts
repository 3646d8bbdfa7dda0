import { drainSeconds } from '../../../lib/resolve/edge-names.ts'
import { eksOf } from '../../../lib/resolve/eks.ts'
import { timeouts } from '../../../lib/resolve/timeouts.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { entryPointSnippets } from './entry-points.ts'

/**
 * Settings of NGINX, with the names of the controller's ConfigMap. Settings of a tenant's hosts take precedence.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export function settings(cluster: ResolvedCluster): Record<string, string> {
  const { balancerCidrs } = eksOf(cluster)
  return {
    ...entryPointSnippets(cluster),
    // `hsts` has no effect on VirtualServers. This header is in answers of every status, unless a route adds headers of
    // its own: those replace it, so they repeat it.
    'add-header': 'Strict-Transport-Security: max-age=31536000; includeSubDomains:always',
    http2: 'True',
    'keepalive-timeout': `${timeouts.ingressIdle}s`,
    // Users should see each token immediately.
    'proxy-buffering': 'False',
    'proxy-connect-timeout': '5s',
    // A model may need minutes before its first token.
    'proxy-read-timeout': '300s',
    'proxy-send-timeout': '300s',
    // The application load balancer writes the client's address into the header, and connects from these subnets. The
    // network load balancer passes the client's address through, which is outside of them. NGINX trusts no other sender,
    // so a client cannot choose the address that rate limits use.
    'real-ip-header': 'X-Forwarded-For',
    'real-ip-recursive': 'True',
    'set-real-ip-from': balancerCidrs.join(','),
    'server-names-hash-max-size': '16384',
    'server-tokens': 'False',
    'ssl-protocols': 'TLSv1.3',
    // Each client connection needs one connection to an application.
    'worker-connections': '16384',
    // One worker for each CPU of the pod. `auto` would use all CPUs of the node.
    'worker-processes': '2',
    'worker-rlimit-nofile': '65536',
    // After a change, and while the pod stops, old workers finish their answers. NGINX closes the rest after this time.
    'worker-shutdown-timeout': `${drainSeconds}s`,
  }
}
