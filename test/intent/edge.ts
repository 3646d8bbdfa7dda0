import { exactly, type Intent, matches, oneOf, present, that } from './intent.ts'

const hsts = 'Strict-Transport-Security: max-age=31536000; includeSubDomains'
/** Headers of every answer: of an application and of NGINX itself. */
const headers: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
}

interface Header {
  readonly name: string
  readonly value: string
  readonly always?: boolean
}

function headersAre(always: boolean) {
  return that<readonly Header[]>('the headers of every answer', (list) =>
    Object.entries(headers).every(([name, value]) =>
      list.some((one) => one.name === name && one.value === value && (!always || one.always === true)),
    ),
  )
}

/** A variable of NGINX as its controller writes it. */
function variable(name: string): string {
  return ['$', '{', name, '}'].join('')
}

/** The ingress controller and the hosts that it serves. */
export const edgeIntents: readonly Intent[] = [
  {
    of: 'ConfigMap',
    named: /^nginx-config$|^nginx-ingress$/,
    where: ({ value }) => 'ssl-protocols' in (value['data'] as object),
    why: 'TLS 1.3 alone; answers are passed on word by word; only the load balancer’s subnets name a client; a reload cuts no chat; no version is shown',
    settings: {
      'data[ssl-protocols]': 'TLSv1.3',
      'data[proxy-buffering]': 'False',
      'data[server-tokens]': 'False',
      'data.http2': 'True',
      'data[real-ip-header]': 'X-Forwarded-For',
      'data[real-ip-recursive]': 'True',
      'data[set-real-ip-from]': matches(/^((\d+\.){3}0\/\d\d,){2}(\d+\.){3}0\/\d\d$/),
      'data[add-header]': that('HSTS in answers of NGINX itself', (text) => String(text).startsWith(hsts)),
      'data[keepalive-timeout]': '4100s',
      'data[proxy-connect-timeout]': '5s',
      'data[proxy-read-timeout]': '300s',
      'data[proxy-send-timeout]': '300s',
      'data[worker-shutdown-timeout]': '300s',
      'data[worker-processes]': '2',
      'data[worker-connections]': '16384',
      'data[worker-rlimit-nofile]': '65536',
      'data[server-names-hash-max-size]': '16384',
    },
  },
  {
    of: 'VirtualServer',
    why: 'plain HTTP is redirected with its method; nothing is buffered on the way out; a request is never sent twice; a pod that does not answer is noticed within 5 s',
    settings: {
      'spec.ingressClassName': 'nginx',
      'spec.tls.redirect': { enable: true, code: 308 },
      'spec.upstreams?[*].buffering': false,
      'spec.upstreams?[*].connect-timeout': '5s',
      'spec.upstreams?[*].send-timeout': oneOf('1800s', '3900s', '86400s'),
      'spec.upstreams?[*].read-timeout': that(
        'as long as its kind of traffic is silent: Argo CD, an answer, a websocket',
        (value, { value: { spec } }) => {
          const { upstreams } = spec as { upstreams: readonly Readonly<Record<string, unknown>>[] }
          return (
            upstreams.every(
              (one) =>
                one['read-timeout'] === one['send-timeout'] &&
                one['read-timeout'] ===
                  { server: '1800s', application: '3900s', websocket: '86400s' }[String(one['name'])],
            ) && value !== undefined
          )
        },
      ),
      'spec.upstreams?[*].next-upstream?': 'off',
      'spec.upstreams?[*].use-cluster-ip?': true,
      'spec.upstreams?[*].client-max-body-size': matches(/^([2-9]|[1-9]\d+)m$/),
      'spec.upstreams?[name=server]?.tls': { enable: true },
      'spec.upstreams?[name=server]?.client-max-body-size': '2m',
    },
  },
  {
    of: 'VirtualServer',
    why: 'every answer of a host says HSTS, no sniffing, and gives other sites no address',
    settings: {
      'spec.routes[*].action?.proxy?.responseHeaders.add': headersAre(true),
      'spec.routes[*].action?.return?.headers?': headersAre(false),
      'spec.routes?[*].matches?[*].action?.proxy?.responseHeaders.add': headersAre(true),
    },
  },
  {
    of: 'VirtualServer',
    in: /\/tenants\//,
    where: ({ value }) => 'upstreams' in (value['spec'] as object),
    why: 'a host is limited per client, its files apart; websockets have their own upstream; settings are closed at the edge',
    settings: {
      'spec.policies': [{ name: 'rate-limit' }],
      'spec.upstreams[name=application]': present,
      'spec.upstreams[name=websocket]': present,
      'spec.routes[path=/_app/].policies': [{ name: 'rate-limit-assets' }],
      'spec.routes[path=/static/].policies': [{ name: 'rate-limit-assets' }],
      'spec.routes[path=/ws].action.proxy.upstream': 'websocket',
      'spec.routes[path=/].action.proxy.upstream': 'application',
      'spec.routes[*].matches?[*].conditions': [{ value: 'GET', variable: '$request_method' }],
      'spec.routes[*].matches?[*].action.proxy.upstream': 'application',
      'spec.upstreams[*].service': 'open-webui',
      'spec.upstreams[*].port': 80,
    },
  },
  {
    of: 'VirtualServer',
    why: 'settings and unknown paths are refused with codes that clients read',
    settings: {
      'spec.routes[path=/api/webhook]?.action.return.code': 404,
      'spec.routes[path=/serving]?.action.return': oneOf(
        { body: 'serving', code: 200, type: 'text/plain' },
        { body: 'standby', code: 503, type: 'text/plain' },
      ),
      'spec.routes[*].action?.return?.code': oneOf(200, 403, 404, 503),
      'spec.routes[*].action?.return?.type': oneOf('text/plain', 'text/html', 'application/json'),
    },
  },
  {
    of: 'VirtualServer',
    named: /^argocd-server$/,
    why: 'Argo CD is limited per client, and its webhook, which nobody uses, is closed',
    settings: {
      'spec.policies': [{ name: 'rate-limit' }],
      'spec.routes[path=/api/webhook].action.return.body': 'Not found',
    },
  },
  {
    of: 'Policy',
    why: 'the limit is per address of the client, answers 429 at once and is shared by the controller’s pods',
    settings: {
      'spec.rateLimit.key': variable('binary_remote_addr'),
      'spec.rateLimit.rejectCode': 429,
      'spec.rateLimit.noDelay': true,
      'spec.rateLimit.scale': true,
      'spec.rateLimit.zoneSize': '1M',
      'spec.rateLimit.rate': matches(/^[1-9]\d{2,4}r\/m$/),
      'spec.rateLimit.burst': that(
        'ten seconds of requests, of files twelve, of Argo CD’s pages twenty',
        (burst, { value, name, file }) => {
          const { rate } = (value['spec'] as { rateLimit: { rate: string } }).rateLimit
          const seconds = file.includes('/platform/') ? 20 : name.endsWith('assets') ? 12 : 10
          return burst === Math.max(100, Math.ceil((Number.parseInt(rate, 10) * seconds) / 60))
        },
      ),
    },
  },
  {
    of: 'TargetGroupBinding',
    why: 'the load balancers send to the pods themselves, at the port that has TLS',
    settings: {
      'spec.targetType': 'ip',
      'spec.serviceRef': { name: 'nginx-ingress', port: 443 },
      'spec.targetGroupName': matches(/^paddock-[a-z0-9-]+-(web|hosts)$/),
    },
  },
  {
    of: 'IngressClass',
    why: 'the class belongs to F5’s controller',
    settings: { 'spec.controller': 'nginx.org/ingress-controller' },
  },
  {
    of: 'Certificate',
    why: 'keys are P-256 and renewed with the certificate, a month before its end; authorities live for five years',
    settings: {
      'spec.privateKey': { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 },
      'spec.renewBefore?': '720h',
      'spec.duration?': that(
        'five years of an authority, ninety days of a server',
        (value, { value: { spec } }) =>
          value === ((spec as { isCA?: boolean }).isCA === true ? '43800h' : '2160h'),
      ),
      'spec.isCA?': true,
      'spec.usages?': that<readonly string[]>(
        'server authentication',
        (usages) => usages.includes('server auth') && usages.includes('digital signature'),
      ),
    },
  },
  {
    of: 'Certificate',
    named: /keda/,
    where: ({ value }) => (value['spec'] as { isCA?: boolean }).isCA !== true,
    why: 'KEDA’s parts are clients of one another',
    settings: { 'spec.usages': exactly('digital signature', 'server auth', 'client auth') },
  },
  {
    of: 'ClusterIssuer',
    why: 'certificates that browsers accept, proved by DNS: the hosts of a standby region are not reachable',
    settings: {
      'spec.acme.server': 'https://acme-v02.api.letsencrypt.org/directory',
      'spec.acme.solvers[*].dns01.cnameStrategy': 'Follow',
      'spec.acme.privateKeySecretRef.name': 'letsencrypt-account',
    },
  },
]
