import type { KubeObject } from '../../../lib/kube/object.ts'
import { mainOf } from '../edge/main-configuration.ts'
import { serverOf } from '../edge/virtual-server.ts'

/**
 * The configuration of NGINX for a VirtualServer of dist, as the ingress controller generates it. Left out: TLS (people are
 * on https: the header reports it) and limits of rates, because a test sends more requests than a person.
 */
export function nginxOf(object: KubeObject, service: string): string {
  const server = serverOf(object, {
    service: () => service,
    policy: () => undefined,
    ingressPods: 1,
    balancers: [],
    sockets: '/tmp',
    plainPort: 8080,
  })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path /tmp/${name};`)
    .join(' ')
  return mainOf({}, server, { sockets: '/tmp', pid: '/tmp/nginx.pid', more: `access_log off; ${temporary}` })
}
