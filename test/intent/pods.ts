import { absent, between, type Intent, matches, oneOf, present, that } from './intent.ts'
import type { Subject } from './subjects.ts'

/** Probes as [seconds between two, failures that count, seconds for an answer]. */
type Profile = readonly [number, number, number]

/** A probe whose three numbers are one of some profiles. */
function profile(...known: readonly Profile[]) {
  return that<Probe>(`a probe with one of ${JSON.stringify(known)}`, (probe) => {
    // Kubernetes' own numbers where the probe has none.
    const { periodSeconds = 10, failureThreshold = 3, timeoutSeconds = 1 } = probe
    return known.some(
      ([every, failures, answer]) =>
        periodSeconds === every && failureThreshold === failures && timeoutSeconds === answer,
    )
  })
}

interface Probe {
  readonly periodSeconds?: number
  readonly failureThreshold?: number
  readonly timeoutSeconds?: number
  readonly httpGet?: { readonly path: string; readonly port: string | number; readonly scheme?: string }
  readonly tcpSocket?: { readonly port: string | number }
  readonly exec?: { readonly command: readonly string[] }
}

interface Container {
  readonly name: string
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[]
}

/** A probe asks a port that its container has, or runs a command. */
const asksItsContainer = that<Probe>('a probe of a port of its container', (probe, { value }) => {
  const { ports = [] } = value as unknown as Container
  const port = (probe.httpGet ?? probe.tcpSocket)?.port
  if (port === undefined) return (probe.exec?.command.length ?? 0) > 0
  return ports.some(({ name, containerPort }) => name === port || containerPort === port)
})

/** Paths that programs answer while they are well. */
const wellPaths = oneOf(
  '/',
  '/-/proxy',
  '/health',
  '/health-check',
  '/health/db',
  '/healthz',
  '/healthz?full=true',
  '/livez',
  '/nginx-ready',
  '/ready',
  '/readyz',
  '/v2/',
)

const quantity = /^(\d+(?:\.\d+)?)(m|Ki|Mi|Gi|Ti|)$/
const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

function amount(text: unknown): number {
  const [, number, unit = ''] = quantity.exec(String(text)) ?? []
  return Number(number) * (units[unit] ?? Number.NaN)
}

interface Resources {
  readonly requests?: Readonly<Record<string, string>>
  readonly limits?: Readonly<Record<string, string>>
}

/** Memory may be used up to at most four times the request, disk and devices not beyond it at all. */
const boundedResources = that<Resources>(
  'memory limited to 1–4 times its request, other limits equal to their requests',
  (resources) => {
    const { requests = {}, limits = {} } = resources
    return Object.entries(limits).every(([name, limit]) => {
      const request = requests[name]
      if (name !== 'memory') return request === limit
      const times = amount(limit) / amount(request)
      return times >= 1 && times <= 4
    })
  },
)

const ofPod = ({ object, file }: Subject) => ({ name: object.metadata.name, file })

/** Settings of every pod and container. */
export const podIntents: readonly Intent[] = [
  {
    of: 'container',
    where: ({ object, name }) => object.kind !== 'DeploymentRuntimeConfig' && name !== 'model-cache',
    why: 'memory and local disk are limited: one pod must not starve its node; memory is no more than four times overbooked',
    settings: {
      'resources.limits.memory': present,
      'resources.requests.memory': present,
      'resources.requests.cpu': present,
      'resources.limits[ephemeral-storage]': present,
      resources: boundedResources,
    },
  },
  {
    of: 'init container',
    why: 'the same holds before the container starts',
    settings: { resources: boundedResources },
  },
  {
    of: ['container', 'init container'],
    why: 'an attacker in a container finds no writable program and no way to more rights',
    settings: {
      'securityContext.readOnlyRootFilesystem': true,
      'securityContext.allowPrivilegeEscalation': false,
      'securityContext.capabilities.drop': ['ALL'],
      'securityContext.capabilities.add?': that(
        'NET_BIND_SERVICE alone, of a server below port 1024',
        (value) => JSON.stringify(value) === '["NET_BIND_SERVICE"]',
      ),
    },
  },
  {
    of: 'container',
    why: 'a hung process is replaced within two minutes; a slow answer under load is no reason',
    settings: {
      'livenessProbe?': profile([10, 3, 5], [10, 5, 5], [10, 6, 5], [20, 3, 1], [20, 6, 1], [30, 3, 5]),
    },
  },
  {
    of: 'container',
    why: 'a pod that cannot answer is out of its Service within half a minute, and one lost answer takes none out',
    settings: {
      'readinessProbe?': profile([10, 3, 5], [10, 3, 1], [5, 2, 3], [5, 3, 5]),
    },
  },
  {
    of: 'container',
    why: 'a first start, which may load a model or migrate, is not taken for a hung process',
    settings: {
      'startupProbe?': that<Probe>(
        'asked every 2 or 5 s, for half a minute to half an hour',
        ({ periodSeconds = 0, failureThreshold = 0, timeoutSeconds = 1 }, { name }) =>
          [2, 5].includes(periodSeconds) &&
          [1, 3, 5].includes(timeoutSeconds) &&
          (name === 'ollama' || name === 'open-webui' || [15, 24, 30, 60, 120].includes(failureThreshold)) &&
          periodSeconds * failureThreshold >= 30 &&
          periodSeconds * failureThreshold <= 1800,
      ),
    },
  },
  ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).map(
    (probe): Intent => ({
      of: 'container',
      why: 'a probe of another port or path would kill a healthy pod, or keep a broken one',
      settings: {
        [`${probe}?`]: asksItsContainer,
        [`${probe}?.httpGet?.path`]: wellPaths,
        [`${probe}?.httpGet?.scheme?`]: 'HTTPS',
        ...(probe === 'readinessProbe' ? {} : { [`${probe}?.terminationGracePeriodSeconds?`]: 10 }),
      },
    }),
  ),
  {
    of: 'container',
    where: (subject) => subject.object.kind === 'Deployment' && !/serving/.test(ofPod(subject).file),
    why: 'a Deployment without these probes sends requests to pods that cannot answer',
    settings: { livenessProbe: present, readinessProbe: present, startupProbe: present },
  },
  {
    of: 'pod',
    why: 'no pod gets variables of all Services, or the API token that it did not ask for',
    settings: {
      enableServiceLinks: false,
      'automountServiceAccountToken?': false,
      'securityContext.seccompProfile.type': 'RuntimeDefault',
      'hostNetwork?': absent,
      'hostPID?': absent,
      'hostIPC?': absent,
      'shareProcessNamespace?': absent,
    },
  },
  {
    of: 'pod',
    where: ({ object }) => object.kind !== 'DaemonSet',
    why: 'volumes belong to the group of the process; their owners are changed once and not at each start',
    settings: {
      'securityContext.fsGroupChangePolicy': 'OnRootMismatch',
      'securityContext.fsGroup': that(
        'the group of the process',
        (group, { value }) => group === (value['securityContext'] as { runAsGroup?: number }).runAsGroup,
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object }) => !['nvidia-device-plugin'].includes(object.metadata.name),
    why: 'no process of the platform or a tenant runs as root, and its group is its own',
    settings: {
      'securityContext.runAsNonRoot': true,
      'securityContext.runAsUser': between(101, 65534),
      'securityContext.runAsGroup': that(
        'the number of the user',
        (group, { value }) => group === (value['securityContext'] as { runAsUser?: number }).runAsUser,
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object }) => !['model-cache', 'ollama'].some((name) => object.metadata.name.startsWith(name)),
    why: 'an expensive GPU node is for model servers: anything else there keeps it from scaling to zero',
    settings: {
      'affinity?.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms': that<
        readonly {
          readonly matchExpressions: readonly { readonly key: string; readonly operator: string }[]
        }[]
      >(
        'one term: nodes without an accelerator, or the device plugin’s nodes with one',
        (terms, { object }) =>
          terms.length === 1 &&
          JSON.stringify(terms[0]?.matchExpressions) ===
            JSON.stringify([
              {
                key: 'accelerator',
                operator: object.metadata.name === 'nvidia-device-plugin' ? 'Exists' : 'DoesNotExist',
              },
            ]),
      ),
    },
  },
  {
    of: 'pod',
    why: 'the platform is placed before tenants and tenants of a higher tier before others; only what the cluster dies without is critical',
    settings: {
      'priorityClassName?': that('a class for such a pod', (name, { file }) =>
        file.includes('/tenants/')
          ? /^tenant-/.test(String(name))
          : ['platform', 'system-cluster-critical', 'system-node-critical'].includes(String(name)),
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object }) => object.kind === 'Deployment' || object.kind === 'StatefulSet',
    why: 'a pod of each name in each zone, on nodes apart, if there is room; of one version alone, so that a roll does not count the old ones',
    settings: {
      'topologySpreadConstraints[*]?.maxSkew': 1,
      'topologySpreadConstraints[*]?.whenUnsatisfiable': 'ScheduleAnyway',
      'topologySpreadConstraints[*]?.matchLabelKeys': ['pod-template-hash'],
      'topologySpreadConstraints?': that<readonly { readonly topologyKey: string }[]>(
        'zones and hosts',
        (list) =>
          list
            .map(({ topologyKey }) => topologyKey)
            .sort()
            .join() === 'kubernetes.io/hostname,topology.kubernetes.io/zone',
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object, file }) => object.kind === 'Deployment' && !/^local|\/bus\.yaml$/.test(file),
    why: 'the loss of one zone or node leaves a pod',
    settings: { topologySpreadConstraints: present },
  },
  {
    of: 'pod',
    why: 'a lost node’s pods start elsewhere within half a minute: Kubernetes waits for five; GPU nodes admit model servers alone',
    settings: {
      'tolerations?[*].tolerationSeconds?': oneOf(10, 30),
      'tolerations?[*].operator': 'Exists',
      'tolerations?[*].effect': that('NoExecute of a lost node, NoSchedule of GPUs', (effect, { value }) => {
        const all = value['tolerations'] as readonly {
          key: string
          effect: string
          tolerationSeconds?: number
        }[]
        return all.every(({ key, effect: its, tolerationSeconds }) =>
          /^node\.kubernetes\.io\/(not-ready|unreachable)$/.test(key)
            ? its === 'NoExecute' && tolerationSeconds !== undefined
            : key === 'nvidia.com/gpu' && its === 'NoSchedule' && effect !== undefined,
        )
      }),
      'tolerations?': that<readonly { readonly key: string }[]>(
        'for both signs of a lost node, or for neither',
        (list) => {
          const lost = list.filter(({ key }) => key.startsWith('node.kubernetes.io/'))
          return list.length > 0 && (lost.length === 0 || lost.length === 2)
        },
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object }) => object.kind === 'Deployment' || object.kind === 'StatefulSet',
    why: 'a pod ends within the time that its hooks and requests take, and within the ten minutes that the autoscaler waits',
    settings: {
      'terminationGracePeriodSeconds?': that(
        'longer than its hooks by 5 s at least, 600 s at most',
        (grace, { value }) => {
          const hooks = (value['containers'] as readonly HookOwner[]).map(hookSeconds)
          return typeof grace === 'number' && grace >= Math.max(...hooks) + 5 && grace <= 600
        },
      ),
    },
  },
  {
    of: 'pod',
    where: ({ object }) =>
      ['open-webui', 'ollama-cpu', 'ollama-gpu', 'model-gateway'].includes(object.metadata.name),
    why: 'an answer under way is finished before the pod ends',
    settings: { terminationGracePeriodSeconds: present, 'containers[*].lifecycle.preStop': present },
  },
  {
    of: 'container',
    why: 'load balancers and Services need some seconds to forget a pod that ends: it answers meanwhile',
    settings: { 'lifecycle?.preStop.sleep?.seconds': oneOf(20, 30) },
  },
  {
    of: 'container',
    why: 'the hook waits for answers, and not longer than its pod may live',
    settings: {
      'lifecycle?.preStop.exec?.command': oneOf(
        ['bash', '/scripts/drain.sh'],
        ['sh', '/etc/gateway/leave.sh'],
      ),
    },
  },
  {
    of: 'container',
    why: 'numbers of ports are those on which the program listens: UDP reaches none of them',
    settings: { 'ports?[*].protocol?': 'TCP' },
  },
  {
    of: 'pod',
    why: 'a folder in memory or on disk has a limit; a full one must not fill its node',
    settings: {
      'volumes?[*].emptyDir?.sizeLimit': matches(/^\d+(Mi|Gi)$/),
      'volumes?[*].emptyDir?.medium?': 'Memory',
      'volumes?[*].projected?.sources[*].serviceAccountToken?.expirationSeconds': 3600,
      'volumes?[*].projected?.sources[*].serviceAccountToken?.path': 'token',
      'volumes?[*].projected?.sources[*].configMap?.items': [{ key: 'ca.crt', path: 'ca.crt' }],
      'volumes?[*].projected?.sources[*].downwardAPI?.items': [
        { fieldRef: { fieldPath: 'metadata.namespace' }, path: 'namespace' },
      ],
      'volumes?[*].projected?.sources': that<readonly object[]>(
        'a token, the certificate of its server, and of controllers the namespace',
        (list, { object }) =>
          list
            .map((one) => Object.keys(one).join())
            .sort()
            .join() ===
          (object.kind === 'Job' && object.metadata.namespace !== 'crossplane-system'
            ? 'configMap,serviceAccountToken'
            : 'configMap,downwardAPI,serviceAccountToken'),
      ),
      'volumes?[*].persistentVolumeClaim?.readOnly?': that(
        'read-only: models are shared by pods',
        (value, { object }) => value === true && /ollama|export|open-webui/.test(object.metadata.name),
      ),
    },
  },
  {
    of: ['container', 'init container'],
    why: 'scripts, certificates and models are read, never changed, by a pod',
    settings: {
      'volumeMounts?': that<
        readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[]
      >(
        'mounts of scripts, tokens, certificates and released models are read-only, at absolute paths',
        (mounts) =>
          mounts.every(
            ({ mountPath, readOnly }) =>
              mountPath.startsWith('/') &&
              (readOnly === true ||
                !/^\/(scripts|released|source|etc\/paddock|var\/run\/secrets|tls|certificate|certs|sql|usr)(\/|$)/.test(
                  mountPath,
                )),
          ),
      ),
      'volumeMounts?[*].readOnly?': true,
    },
  },
]

interface HookOwner {
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } }
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
}

/** Seconds that the hook of a container takes at most. */
function hookSeconds({ lifecycle, env = [] }: HookOwner): number {
  const drain = env.find(({ name }) => name === 'DRAIN_SECONDS')?.value
  if (!lifecycle) return 0
  return lifecycle.preStop?.sleep?.seconds ?? Number(drain ?? 0)
}
