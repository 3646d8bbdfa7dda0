import type { Chart } from 'cdk8s'
import type { Rate } from '../resolve/types.ts'
import { draw } from './draw.ts'

/** Headers of every answer of a host, whether the application or NGINX creates it. */
export const secureHeaders = [
  { always: true, name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
  { always: true, name: 'X-Content-Type-Options', value: 'nosniff' },
  { always: true, name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
]

/** Draws the policy. Returns the reference for a VirtualServer of the namespace or one of its routes. */
export function drawRateLimit(
  chart: Chart,
  namespace: string,
  { requestsPerMinute, burst }: Rate,
  name = 'rate-limit',
): { name: string } {
  draw(chart, {
    apiVersion: 'k8s.nginx.org/v1',
    kind: 'Policy',
    metadata: { name, namespace },
    spec: {
      rateLimit: {
        burst,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of NGINX
        key: '${binary_remote_addr}',
        noDelay: true,
        rate: `${requestsPerMinute}r/m`,
        rejectCode: 429,
        // The limit applies to the hosts as a whole, not to each pod of the ingress controller.
        scale: true,
        // 8,000 addresses. Each host has its own zone in the memory of every pod of the ingress controller.
        zoneSize: '1M',
      },
    },
  })
  return { name }
}
