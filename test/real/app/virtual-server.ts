import type { KubeObject } from '../../../lib/kube/object.ts'

/** The parts of a VirtualServer that a tenant's hosts have. */
interface VirtualServer {
  readonly host: string
  readonly upstreams: readonly Upstream[]
  readonly routes: readonly Route[]
}
interface Upstream {
  readonly name: string
  readonly buffering: boolean
  readonly 'client-max-body-size': string
  readonly 'connect-timeout': string
  readonly 'read-timeout': string
  readonly 'send-timeout': string
}
interface Route {
  readonly path: string
  readonly action: Action
  readonly matches?: readonly {
    readonly action: Action
    readonly conditions: readonly { readonly variable: string; readonly value: string }[]
  }[]
}
interface Action {
  readonly proxy?: {
    readonly upstream: string
    readonly responseHeaders: { readonly add: readonly { readonly name: string; readonly value: string }[] }
  }
  readonly return?: { readonly body: string; readonly code: number; readonly type: string }
}

/** Socket of the server that answers 418, by which the controller turns a location into a fixed answer. */
const teapot = '/tmp/nginx-418-server.sock'

/**
 * The configuration that nginx/kubernetes-ingress 5.5.4 generates from a VirtualServer, for the fields that dist uses: its
 * maps of matches, the redirects to internal locations, fixed answers by an error page, and proxying to a Service. Left out:
 * TLS and its redirect (people are on https: the header says so), policies, and the controller's own main template.
 *
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/virtualserver.go
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version2/nginx.virtualserver.tmpl
 */
export function nginxOf(object: KubeObject, service: string): string {
  const { host, upstreams, routes } = object['spec'] as VirtualServer
  const location = (path: string, action: Action, number: string): string => {
    if (action.return) return answering(path, action.return, number)
    const upstream = upstreams.find(({ name }) => name === action.proxy?.upstream)
    if (!upstream) throw new Error(`${path} has neither an answer nor an upstream`)
    return proxying(path, upstream, action.proxy?.responseHeaders.add ?? [])
  }
  const parts = routes.map((route, index) => {
    const matches = route.matches ?? []
    if (matches.length === 0)
      return { maps: '', locations: location(route.path, route.action, String(index)) }
    const names = matches.map((_, match) => `/internal_location_matches_${index}_match_${match}`)
    return {
      maps: matchMaps(index, matches, names),
      locations: [
        `location ${route.path} { rewrite ^ $matches_${index} last; }`,
        ...matches.map(({ action }, match) => location(names[match] ?? '', action, `${index}_${match}`)),
        location(`/internal_location_matches_${index}_default`, route.action, `${index}_default`),
      ].join('\n'),
    }
  })
  return `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  map $http_upgrade $vs_connection_header {
    default upgrade;
    '' $default_connection_header;
  }
  ${upstreams.map(({ name }) => `upstream ${name} { server ${service} max_fails=1 fail_timeout=10s; }`).join('\n')}
  ${parts.map(({ maps }) => maps).join('')}
  server {
    listen unix:${teapot};
    access_log off;
    return 418;
  }
  server {
    listen 8080;
    server_name ${host};
    server_tokens off;
    ${parts.map(({ locations }) => locations).join('\n')}
  }
}
`
}

/** One map for each match, and one that picks the location of the first that holds. */
function matchMaps(index: number, matches: NonNullable<Route['matches']>, names: readonly string[]): string {
  const variables = matches.map((_, match) => `$match_${index}_${match}`)
  const each = matches.map(({ conditions }, match) => {
    const [condition, ...more] = conditions
    if (!condition || more.length > 0) throw new Error('a match of dist has one condition')
    return `map ${condition.variable} ${variables[match]} { "${condition.value}" 1; default 0; }\n`
  })
  const lines = names.map((name, match) => `~^${'0'.repeat(match)}1 ${name};`)
  return `${each.join('')}map ${variables.join('')} $matches_${index} { ${lines.join(' ')} default /internal_location_matches_${index}_default; }\n`
}

function answering(
  path: string,
  { body, code, type }: NonNullable<Action['return']>,
  number: string,
): string {
  return `location ${path} {
  error_page 418 =${code} "@return_${number}";
  proxy_intercept_errors on;
  proxy_pass http://unix:${teapot};
}
location @return_${number} {
  default_type "${type}";
  return 0 "${body}";
}`
}

function proxying(
  path: string,
  upstream: Upstream,
  headers: readonly { name: string; value: string }[],
): string {
  const internal = path.startsWith('/internal_location')
  return `location ${path} {
  ${internal ? 'internal;' : ''}
  set $default_connection_header close;
  proxy_connect_timeout ${upstream['connect-timeout']};
  proxy_read_timeout ${upstream['read-timeout']};
  proxy_send_timeout ${upstream['send-timeout']};
  client_max_body_size ${upstream['client-max-body-size']};
  proxy_buffering ${upstream.buffering ? 'on' : 'off'};
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $vs_connection_header;
  proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Host $host;
  proxy_set_header X-Forwarded-Port 443;
  proxy_set_header X-Forwarded-Proto https;
  proxy_set_header Host "$host";
  ${headers.map(({ name, value }) => `add_header ${name} "${value}" always;`).join('\n  ')}
  proxy_pass http://${upstream.name}${internal ? '$request_uri' : ''};
  proxy_next_upstream error timeout;
  proxy_next_upstream_timeout 0s;
  proxy_next_upstream_tries 0;
}`
}
