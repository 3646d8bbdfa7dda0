import type { KubeObject } from '../../../lib/kube/object.ts'

/** The parts of a VirtualServer that dist uses. */
interface VirtualServer {
  readonly host: string
  readonly policies?: readonly { readonly name: string }[]
  readonly upstreams?: readonly Upstream[]
  readonly routes: readonly Route[]
  readonly tls: { readonly redirect: { readonly code: number }; readonly secret?: string }
}
interface Upstream {
  readonly name: string
  readonly service: string
  readonly buffering: boolean
  readonly 'client-max-body-size': string
  readonly 'connect-timeout': string
  readonly 'read-timeout': string
  readonly 'send-timeout': string
}
interface Route {
  readonly path: string
  readonly action: Action
  readonly policies?: readonly { readonly name: string }[]
  readonly errorPages?: readonly {
    readonly codes: readonly number[]
    readonly return: Returned
  }[]
  readonly matches?: readonly {
    readonly action: Action
    readonly conditions: readonly { readonly variable: string; readonly value: string }[]
  }[]
}
interface Header {
  readonly name: string
  readonly value: string
}
interface Action {
  readonly proxy?: {
    readonly upstream: string
    readonly responseHeaders?: { readonly add: readonly Header[] }
  }
  readonly redirect?: { readonly code: number; readonly url: string }
  readonly return?: Returned
}
interface Returned {
  readonly body: string
  readonly code: number
  readonly type: string
  readonly headers?: readonly Header[]
}
interface RateLimit {
  readonly key: string
  readonly zoneSize: string
  readonly rate: string
  readonly burst: number
  readonly rejectCode: number
}

/** Facts from other objects, which the controller adds. */
export interface Surroundings {
  /** `address:port` of a Service of its namespace. */
  readonly service: (name: string) => string
  /** The object of a policy of its namespace; without it NGINX limits nothing. */
  readonly policy: (name: string) => KubeObject | undefined
  /** Pods of the ingress controller: each allows its share of a rate. */
  readonly ingressPods: number
  /** Addresses of load balancers. */
  readonly balancers: readonly string[]
  /** Text of the ConfigMap for every server. */
  readonly serverSnippets?: string
  /** Folder of the controller's sockets. */
  readonly sockets: string
  /** In place of TLS: a port without it, as if TLS had ended before. */
  readonly plainPort?: number
}

/**
 * The configuration that nginx/kubernetes-ingress 5.5.4 generates from a VirtualServer, for the fields that dist uses: maps
 * of matches, redirects to internal locations, fixed answers by an error page, pages
 * in place of an error, limits of rates, proxying to a Service.
 * `npm run verify:edge` compares it, directive by directive, with that of the real controller where its image is there.
 *
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/virtualserver.go
 */
export function serverOf(object: KubeObject, around: Surroundings): string {
  const { name, namespace = '' } = object.metadata
  const spec = object['spec'] as VirtualServer
  const prefix = `vs_${namespace}_${name}`
  const variables = prefix.replaceAll('-', '_')
  const upstreams = spec.upstreams ?? []
  const parts = partsOf(spec, prefix, variables, around)
  const limits = new Limits(object, around)
  const own = limits.of(spec.policies)
  const locations = parts.locations.map(({ policies, text }) => text(limits.of(policies)))
  return `
${upstreams.map((upstream) => upstreamBlock(prefix, upstream, around)).join('')}
${parts.maps}
${limits.zones()}
server {
  ${around.plainPort ? `listen ${around.plainPort};` : 'listen 80; listen 443 ssl; http2 on;'}
  server_name ${spec.host};
  ${around.plainPort ? '' : tls(spec, namespace)}
  server_tokens "off";
  ${around.balancers.map((cidr) => `set_real_ip_from ${cidr};`).join('\n  ')}
  ${around.balancers.length > 0 ? 'real_ip_header X-Forwarded-For; real_ip_recursive on;' : ''}
  ${around.serverSnippets ?? ''}
  ${own}
  ${parts.redirects}
  ${parts.returned}
  ${locations.join('')}
}
`
}

function upstreamBlock(prefix: string, { name, service }: Upstream, around: Surroundings): string {
  const full = `${prefix}_${name}`
  return `upstream ${full} {
  zone ${full} 256k;
  random two least_conn;
  server ${around.service(service)} max_fails=1 fail_timeout=10s max_conns=0;
}
`
}

function tls({ tls: { redirect, secret } }: VirtualServer, namespace: string): string {
  const file = secret ? `${namespace}-${secret}` : 'wildcard'
  return `ssl_certificate $secret_dir_path/${file};
  ssl_certificate_key $secret_dir_path/${file};
  if ($scheme = 'http') { return ${redirect.code} https://$host$request_uri; }`
}

/** Zones of rate limits, in the order of their first use. */
class Limits {
  readonly #zones = new Map<string, string>()
  readonly #object: KubeObject
  readonly #around: Surroundings

  constructor(object: KubeObject, around: Surroundings) {
    this.#object = object
    this.#around = around
  }

  of(policies: VirtualServer['policies']): string {
    return (policies ?? []).map(({ name }) => this.#limit(name)).join('\n')
  }

  zones(): string {
    return [...this.#zones.values()].join('\n')
  }

  #limit(policy: string): string {
    const { namespace, name } = this.#object.metadata
    const found = this.#around.policy(policy)
    if (!found) return ''
    const { rateLimit } = found['spec'] as { rateLimit: RateLimit }
    const { key, zoneSize, rate, burst, rejectCode } = rateLimit
    const zone = `pol_rl_${namespace}_${policy}_${namespace}_${name}_vs`.replaceAll('-', '_')
    const share = rate.replace(/^\d+/, (number) =>
      String(Math.floor(Number(number) / this.#around.ingressPods)),
    )
    this.#zones.set(zone, `limit_req_zone ${key} zone=${zone}:${zoneSize} rate=${share};`)
    return `limit_req_log_level error; limit_req_status ${rejectCode}; limit_req zone=${zone} burst=${burst} nodelay;`
  }
}

interface Parts {
  readonly maps: string
  readonly redirects: string
  readonly returned: string
  readonly locations: readonly {
    readonly policies: Route['policies']
    readonly text: (limits: string) => string
  }[]
}

function partsOf(spec: VirtualServer, prefix: string, variables: string, around: Surroundings): Parts {
  const maps: string[] = []
  const redirects: string[] = []
  const returned: string[] = []
  const locations: Parts['locations'][number][] = []
  let fixed = 0
  let errors = 0
  const add = (
    path: string,
    action: Action,
    policies: Route['policies'],
    pages: Route['errorPages'] = [],
  ) => {
    const number = fixed
    if (action.return) {
      returned.push(returnLocation(`@return_${number}`, action.return))
      fixed++
    }
    // The controller numbers pages of errors by route, and within the route.
    const route = errors
    errors += pages.length
    for (const [index, { return: page }] of pages.entries()) {
      returned.push(returnLocation(`@error_page_${route}_${index}`, page))
    }
    const intercepted = pages.map(
      ({ codes, return: { code } }, index) =>
        `error_page ${codes.join(' ')} =${code} "@error_page_${route}_${index}";`,
    )
    if (pages.length > 0) intercepted.push('proxy_intercept_errors on;')
    locations.push({
      policies,
      text: (limits) => `location ${path} {
    ${path.startsWith('/internal_') && action.proxy ? 'internal;' : ''}
    ${limits}
    ${intercepted.join('\n    ')}
    ${actionOf(action, spec, prefix, number, path, around)}
  }
  `,
    })
  }
  let matched = 0
  for (const { path, action, matches, policies, errorPages } of spec.routes) {
    if (!matches) {
      add(path, action, policies, errorPages)
      continue
    }
    const index = matched++
    const names = matches.map((_, match) => `/internal_location_matches_${index}_match_${match}`)
    maps.push(matchMaps(variables, index, matches, names))
    redirects.push(`location ${path} { rewrite ^ $${variables}_matches_${index} last; }`)
    matches.forEach((match, number) => {
      add(names[number] ?? '', match.action, policies)
    })
    add(`/internal_location_matches_${index}_default`, action, policies)
  }
  return { maps: maps.join(''), redirects: redirects.join('\n'), returned: returned.join('\n  '), locations }
}

/** A map for each condition, and one that picks the location of the first match that holds. */
function matchMaps(
  variables: string,
  index: number,
  matches: NonNullable<Route['matches']>,
  names: readonly string[],
): string {
  const name = (match: number) => `$${variables}_matches_${index}_match_${match}_cond_0`
  const each = matches.map(({ conditions }, match) => {
    const [condition, ...more] = conditions
    if (!condition || more.length > 0) throw new Error('a match of dist has one condition')
    return `map ${condition.variable} ${name(match)} { "${condition.value}" 1; default 0; }\n`
  })
  const lines = names.map((location, match) => `~^${'0'.repeat(match)}1 ${location};`)
  const all = matches.map((_, match) => name(match)).join('')
  return `${each.join('')}map ${all} $${variables}_matches_${index} { ${lines.join(' ')} default /internal_location_matches_${index}_default; }\n`
}

function returnLocation(name: string, { body, type, headers = [] }: Returned): string {
  return `location ${name} {
    default_type "${type}";
    ${headers.map(({ name, value }) => `add_header ${name} "${value}" always;`).join('\n    ')}
    return 0 "${body}";
  }`
}

function actionOf(
  action: Action,
  spec: VirtualServer,
  prefix: string,
  number: number,
  path: string,
  around: Surroundings,
): string {
  const { proxy, redirect } = action
  if (!proxy) {
    const page = redirect
      ? `=${redirect.code} "${redirect.url}"`
      : `=${action.return?.code} "@return_${number}"`
    return `error_page 418 ${page};
    proxy_intercept_errors on;
    proxy_pass http://unix:${around.sockets}/nginx-418-server.sock;
    set $default_connection_header close;`
  }
  const upstream = spec.upstreams?.find(({ name }) => name === proxy.upstream)
  if (!upstream) throw new Error(`${path} has no upstream`)
  const headers = proxy.responseHeaders?.add ?? []
  return `set $default_connection_header close;
    proxy_connect_timeout ${upstream['connect-timeout']};
    proxy_read_timeout ${upstream['read-timeout']};
    proxy_send_timeout ${upstream['send-timeout']};
    client_max_body_size ${upstream['client-max-body-size']};
    proxy_buffering ${upstream.buffering ? 'on' : 'off'};
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $vs_connection_header;
    proxy_pass_request_headers on;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Port ${around.plainPort ? '443' : '$server_port'};
    proxy_set_header X-Forwarded-Proto ${around.plainPort ? 'https' : '$scheme'};
    proxy_set_header Host "$host";
    ${headers.map(({ name, value }) => `add_header ${name} "${value}" always;`).join('\n    ')}
    proxy_pass http://${prefix}_${upstream.name}${path.startsWith('/internal_') ? '$request_uri' : ''};
    proxy_next_upstream error timeout;
    proxy_next_upstream_timeout 0s;
    proxy_next_upstream_tries 0;`
}
