import { absent, type Intent, matches, that } from './intent.ts'

const sentinels = [0, 1, 2].flatMap((pod) => [
  '--sentinel',
  `argocd-redis-${pod}.argocd-redis.argocd.svc:26379`,
])
const quietJson = ['--zap-log-level=info', '--zap-encoder=json', '--zap-time-encoding=rfc3339']

interface Program {
  readonly why: string
  readonly command?: readonly string[]
  /** Arguments in any order; `*` is the cluster's name or a part of it. */
  readonly args?: readonly string[]
}

const script = (program: string, path: string, ...args: readonly string[]): Program => ({
  why: 'a script of ours, which tests run',
  command: [program, path, ...args],
})
const nginx = (configuration: string): Program => ({
  why: 'NGINX in the foreground, with errors in the log and our configuration alone',
  command: ['nginx', '-e', 'stderr', '-c', configuration, '-g', 'daemon off;'],
})
const argocd = (name: string): Program => ({
  why: 'Argo CD finds the primary of its cache through any of three sentinels',
  args: [`/usr/local/bin/argocd-${name}`, ...sentinels, '--sentinelmaster', 'argocd'],
})

/** Commands and arguments of programs, by the name of their container. */
const programs: Readonly<Record<string, Program>> = {
  'argocd-application-controller': argocd('application-controller'),
  'argocd-repo-server': argocd('repo-server'),
  'argocd-server': argocd('server'),
  'argocd-notifications-controller': { why: 'the program', args: ['/usr/local/bin/argocd-notifications'] },
  'aws-load-balancer-controller': {
    why: 'it binds target groups that Crossplane made, in one namespace, and makes no load balancer, rule or firewall of its own',
    args: [
      '--aws-region=*',
      '--aws-vpc-tags=Name=paddock-*-vpc',
      '--cluster-name=paddock-*',
      '--enable-backend-security-group=false',
      '--enable-shield=false',
      '--enable-waf=false',
      '--enable-wafv2=false',
      '--feature-gates=ALBGatewayAPI=false,EnableServiceController=false,NLBGatewayAPI=false',
      '--ingress-class=none',
      '--webhook-cert-dir=/certificate',
      '--webhook-bind-port=9443',
      '--watch-namespace=ingress-nginx',
    ],
  },
  bus: script('bash', '/scripts/start.sh'),
  'bootstrap-database': script('bash', '/scripts/bootstrap.sh'),
  cainjector: {
    why: 'one at a time, elected in its own namespace',
    args: ['--leader-election-namespace=$(POD_NAMESPACE)', '--metrics-listen-address=0.0.0.0:9402'],
  },
  'cert-manager': {
    why: 'the controllers that certificates of ours need; AWS’ identity for the cluster’s issuer alone, never for an Issuer of a namespace; a Secret stays when its Certificate goes',
    args: [
      '--controllers=certificaterequests-approver,certificaterequests-issuer-acme,certificaterequests-issuer-ca,certificaterequests-issuer-selfsigned,certificates-issuing,certificates-key-manager,certificates-metrics,certificates-readiness,certificates-request-manager,certificates-revision-manager,certificates-trigger,challenges,clusterissuers,issuers,orders',
      '--cluster-resource-namespace=$(POD_NAMESPACE)',
      '--leader-election-namespace=$(POD_NAMESPACE)',
      '--issuer-ambient-credentials=false',
      '--cluster-issuer-ambient-credentials=true',
      '--enable-certificate-owner-ref=false',
      '--metrics-listen-address=0.0.0.0:9402',
    ],
  },
  'cert-manager-webhook': {
    why: 'it serves with a certificate of its own authority',
    args: [
      '--secure-port=10250',
      '--healthz-port=6080',
      '--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)',
      '--dynamic-serving-ca-secret-name=cert-manager-webhook-ca',
      '--dynamic-serving-dns-names=cert-manager-webhook.$(POD_NAMESPACE).svc',
      '--metrics-listen-address=0.0.0.0:9402',
    ],
  },
  'cluster-autoscaler': {
    why: 'on-demand and cheap groups by rank; empty nodes end after ten minutes, pods get ten to end, a node fifteen to come',
    command: ['./cluster-autoscaler'],
    args: [
      '--cloud-provider=aws',
      '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/paddock-*',
      '--expander=priority,least-waste',
      '--namespace=cluster-autoscaler',
      '--leader-elect-resource-name=cluster-autoscaler',
      '--skip-nodes-with-local-storage=false',
      '--skip-nodes-with-system-pods=false',
      '--max-graceful-termination-sec=600',
      '--scale-down-unneeded-time=10m',
      '--max-node-provision-time=15m',
      '--address=:8085',
    ],
  },
  'create-cache-user': script('bash', '/scripts/create-cache-user.sh'),
  'create-secrets': script('python', '/scripts/create-secrets.py'),
  crossplane: { why: 'the core', args: ['core', 'start'] },
  'crossplane-init': { why: 'certificates and no CRD: those are in dist', args: ['core', 'init'] },
  'external-secrets': {
    why: 'one leader; no object that writes into other namespaces',
    args: [
      '--enable-leader-election=true',
      '--enable-cluster-external-secret-reconciler=false',
      '--enable-cluster-push-secret-reconciler=false',
      '--concurrent=5',
      '--metrics-addr=:8080',
      '--live-addr=:8082',
      '--loglevel=info',
      '--zap-time-encoding=iso8601',
    ],
  },
  'fill-models': script('python', '/scripts/fill-models.py'),
  heartbeat: script('bash', '/scripts/heartbeat.sh'),
  interceptor: { why: 'requests are in its own log', args: quietJson },
  'keda-admission-webhooks': {
    why: 'with cert-manager’s certificate',
    command: ['/keda-admission-webhooks'],
    args: [
      '--port=9443',
      '--cert-dir=/certs',
      '--metrics-bind-address=:8080',
      '--health-probe-bind-address=:8081',
      ...quietJson,
    ],
  },
  'keda-metrics-apiserver': {
    why: 'it believes the operator by KEDA’s authority, and the API server by its certificate',
    command: ['/keda-adapter'],
    args: [
      '--secure-port=6443',
      '--port=8080',
      '--metrics-service-address=keda-operator.keda.svc:9666',
      '--client-ca-file=/certs/ca.crt',
      '--tls-cert-file=/certs/tls.crt',
      '--tls-private-key-file=/certs/tls.key',
      '--cert-dir=/certs',
      ...quietJson,
    ],
  },
  'keda-operator': {
    why: 'one leader, with cert-manager’s certificate and none of its own making',
    command: ['/keda'],
    args: [
      '--leader-elect',
      '--enable-cert-rotation=false',
      '--cert-dir=/certs',
      '--metrics-bind-address=:8080',
      '--health-probe-bind-address=:8081',
      '--metrics-service-bind-address=:9666',
      ...quietJson,
    ],
  },
  migrate: script('bash', '/scripts/migrate.sh'),
  'model-cache': script('python3', '/scripts/daemon.py'),
  nginx: nginx('/etc/gateway/nginx.conf'),
  'nginx-ingress': {
    why: 'no snippets, by which a tenant would write configuration; unknown names get a certificate of no tenant; no report home',
    args: [
      '-nginx-configmaps=ingress-nginx/nginx-ingress',
      '-default-server-tls-secret=ingress-nginx/default-server-tls',
      '-wildcard-tls-secret=ingress-nginx/default-server-tls',
      '-ingress-class=nginx',
      '-enable-custom-resources',
      '-enable-snippets=false',
      '-external-service=nginx-ingress',
      '-enable-prometheus-metrics',
      '-prometheus-metrics-listen-port=9113',
      '-ready-status-port=8081',
      '-nginx-status=false',
      '-disable-ipv6',
      '-enable-telemetry-reporting=false',
      '-log-format=json',
    ],
  },
  ollama: script('bash', '/scripts/serve.sh'),
  'open-webui': script('bash', '/scripts/run.sh'),
  proxy: nginx('/etc/proxy/nginx.conf'),
  'pull-models': script('bash', '/scripts/pull-models.sh'),
  'rbac-manager': {
    why: 'providers get rights of their kinds, within one role',
    args: ['rbac', 'start', '--provider-clusterrole=crossplane:allowed-provider-permissions'],
  },
  sessions: {
    why: 'the first mistake ends the run; no file of the user is read',
    command: ['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=/scripts/sessions.sql'],
  },
  sentinel: script('bash', '/scripts/cache.sh', 'sentinel'),
  server: script('bash', '/scripts/cache.sh', 'server'),
  valkey: script('bash', '/scripts/start-cache.sh'),
}

/** Whether a list has exactly the arguments of a program, with any text for `*`. */
function same(found: readonly string[] = [], wanted: readonly string[] = [], ordered = false): boolean {
  const form = (text: string) =>
    new RegExp(`^${text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[a-z0-9-]+')}$`)
  const [left, right] = ordered ? [found, wanted] : [[...found].sort(), [...wanted].sort()]
  return left.length === right.length && right.every((one, index) => form(one).test(left[index] ?? ''))
}

/** How programs are started. */
export const programIntents: readonly Intent[] = Object.entries(programs).map(
  ([name, { why, command, args }]) => ({
    of: 'container',
    named: new RegExp(`^${name}$`),
    why,
    settings: {
      ...(command
        ? { command: that<readonly string[]>('its own', (list) => same(list, command, true)) }
        : { 'command?': absent }),
      ...(args
        ? { args: that<readonly string[]>('its own', (list) => same(list, args, hasPositions(args))) }
        : { 'args?': absent }),
    },
  }),
)

/** Some programs read their arguments in order. */
function hasPositions(args: readonly string[]): boolean {
  return args.some((one) => !one.startsWith('-'))
}

/** Folders by the name of their volume: programs and scripts look there. */
const folders: Readonly<Record<string, readonly string[]>> = {
  'api-token': ['/var/run/secrets/kubernetes.io/serviceaccount'],
  ca: ['/etc/paddock/database'],
  cache: ['/cache', '/var/cache/nginx'],
  certificate: ['/certificate', '/certs'],
  config: ['/etc/gateway', '/etc/valkey'],
  configuration: ['/configuration', '/etc/nginx'],
  data: ['/app/backend/data', '/data', '/var/lib/postgresql/data'],
  'database-ca': ['/etc/paddock/database'],
  files: ['/app/backend/data/uploads'],
  'function-cache': ['/cache/xfn'],
  home: ['/home/argocd', '/home/ollama'],
  log: ['/var/log/nginx'],
  models: ['/models'],
  'no-crds': ['/no-crds'],
  'package-cache': ['/cache/xpkg'],
  plugins: ['/home/argocd/cmp-server/plugins'],
  proxy: ['/etc/proxy'],
  'proxy-tmp': ['/tmp'],
  released: ['/released'],
  run: ['/run/gateway', '/run/proxy', '/var/lib/nginx', '/var/run/postgresql'],
  scripts: ['/scripts'],
  sentinel: ['/data'],
  server: ['/data'],
  sockets: ['/var/lib/kubelet/device-plugins'],
  source: ['/source'],
  'tls-client': ['/tls/client'],
  'tls-server': ['/tls/server'],
  tmp: ['/tmp'],
  token: ['/var/run/paddock/token'],
}

interface Mount {
  readonly name: string
  readonly mountPath: string
}

interface Pod {
  readonly volumes?: readonly { readonly name: string }[]
  readonly containers: readonly { readonly name: string; readonly volumeMounts?: readonly Mount[] }[]
  readonly initContainers?: Pod['containers']
}

/** How pods give folders and names to their containers. */
export const folderIntents: readonly Intent[] = [
  {
    of: ['container', 'init container'],
    where: ({ object }) => object.kind !== 'DeploymentRuntimeConfig',
    why: 'a program looks for its folder at one path; elsewhere it finds nothing, or writes where it may not',
    settings: {
      'volumeMounts?': that<readonly Mount[]>('volumes at their paths, none twice', (mounts) => {
        const paths = mounts.map(({ mountPath }) => mountPath)
        return (
          new Set(paths).size === paths.length &&
          mounts.every(({ name, mountPath }) => folders[name]?.includes(mountPath) ?? false)
        )
      }),
      name: matches(/^[a-z0-9-]+$/),
    },
  },
  {
    of: 'pod',
    where: ({ object }) => object.kind !== 'DeploymentRuntimeConfig' && object.kind !== 'StatefulSet',
    why: 'the API server refuses a mount without its volume; a volume without a mount is one that was forgotten',
    settings: {
      containers: that('mounts and volumes of the same names', (_, { value }) => {
        const { volumes = [], containers, initContainers = [] } = value as unknown as Pod
        const mounted = new Set(
          [...containers, ...initContainers].flatMap(({ volumeMounts = [] }) =>
            volumeMounts.map(({ name }) => name),
          ),
        )
        return mounted.size === volumes.length && volumes.every(({ name }) => mounted.has(name))
      }),
    },
  },
  {
    of: 'pod',
    why: 'a program that is left out, or under another name, is missed by those that address it',
    settings: {
      containers: that<Pod['containers']>('known programs, one of each name', (containers, { object }) => {
        const names = containers.map(({ name }) => name)
        return (
          names.length > 0 &&
          new Set(names).size === names.length &&
          (object.kind === 'DeploymentRuntimeConfig' ||
            names.every((name) => name in programs || own.has(name))) &&
          (together[object.metadata.name] ?? names).join() === names.join()
        )
      }),
    },
  },
]

/** Programs that start as their image says. */
const own = new Set(['export', 'nvidia-device-plugin', 'postgres'])
/** Pods of more than one program. */
const together: Readonly<Record<string, readonly string[]>> = {
  'argocd-redis': ['server', 'sentinel'],
  'model-gateway': ['nginx', 'interceptor'],
  'ollama-cpu': ['ollama', 'proxy'],
  'ollama-gpu': ['ollama', 'proxy'],
}
