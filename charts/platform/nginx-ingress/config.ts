import { drainSeconds } from '../../../lib/resolve/edge-names.ts'
import type { ResolvedEks } from '../../../lib/resolve/eks.ts'

/**
 * Settings of NGINX, in the words of the controller's ConfigMap. What a tenant's hosts say of themselves goes before
 * them.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export function settings({ balancerCidrs }: ResolvedEks): Record<string, string> {
  return {
    // `hsts` does not reach VirtualServers; this stands above all of them.
    'add-header': 'Strict-Transport-Security: max-age=31536000; includeSubDomains',
    http2: 'True',
    // A token is worth most when it is new.
    'proxy-buffering': 'False',
    'proxy-connect-timeout': '5s',
    // A model may think for minutes before its first word.
    'proxy-read-timeout': '300s',
    'proxy-send-timeout': '300s',
    // The application load balancers tell whom they speak for; the network one passes callers on as they are. Nobody
    // else is believed, so a caller cannot choose the address by which rates are limited.
    'real-ip-header': 'X-Forwarded-For',
    'real-ip-recursive': 'True',
    'set-real-ip-from': balancerCidrs.join(','),
    'server-names-hash-max-size': '16384',
    'server-tokens': 'False',
    'ssl-protocols': 'TLSv1.3',
    // Each connection to a caller has one to an application.
    'worker-connections': '16384',
    // As many as the pod has CPUs to itself: `auto` would take all of the node's.
    'worker-processes': '2',
    'worker-rlimit-nofile': '65536',
    // After a change and on the way out, old workers finish their answers; what is still open then is cut.
    'worker-shutdown-timeout': `${drainSeconds}s`,
  }
}
