import type { Chart } from 'cdk8s'
import { draw } from './draw.ts'

/** Headers that every answer of a host carries, whoever made it. */
export const secureHeaders = [
  { always: true, name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
  { always: true, name: 'X-Content-Type-Options', value: 'nosniff' },
  { always: true, name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
]

/** What an address may ask of the hosts that name the policy; requests. */
export interface Rate {
  readonly requestsPerMinute: number
  /** So many at once beyond it. */
  readonly burst: number
}

/** Draws the policy; what it gives back is what a VirtualServer of the namespace names. */
export function drawRateLimit(
  chart: Chart,
  namespace: string,
  { requestsPerMinute, burst }: Rate,
): { name: string } {
  const name = 'rate-limit'
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
        // The limit is of the hosts, not of each pod of the ingress controller.
        scale: true,
        zoneSize: '10M',
      },
    },
  })
  return { name }
}
