import { absent, between, type Intent, matches, oneOf, present, that } from './intent.ts'
import type { Subject } from './subjects.ts'

const isModelServer = ({ object }: Subject) => object.metadata.name.startsWith('ollama')
const labelOf = (labels: unknown) => (labels as Readonly<Record<string, string>>)['app.kubernetes.io/name']

/** Rollouts, replicas, disruption, autoscaling, Jobs. */
export const workloadIntents: readonly Intent[] = [
  {
    of: 'Deployment',
    where: (subject) => !isModelServer(subject) && !/\/bus\.yaml$|^local/.test(subject.file),
    why: 'a new pod is ready before an old one ends; only one that holds a single lock or volume is recreated',
    settings: {
      'spec.strategy': that<{ readonly type: string; readonly rollingUpdate?: object }>(
        'one more, none fewer; or Recreate of a single pod',
        ({ type, rollingUpdate }, { value }) =>
          type === 'Recreate'
            ? (value['spec'] as { replicas?: number }).replicas === 1
            : JSON.stringify(rollingUpdate) === '{"maxSurge":1,"maxUnavailable":0}',
      ),
    },
  },
  {
    of: 'Deployment',
    named: /^ollama-/,
    why: 'a server of models rolls one by one: a second one on CPU first, on GPU after the first, whose GPU it needs',
    settings: {
      'spec.strategy?.rollingUpdate?': oneOf(
        { maxSurge: 1, maxUnavailable: 0 },
        { maxSurge: 0, maxUnavailable: 1 },
      ),
      'spec.progressDeadlineSeconds?': that('as long as the startup probe and the models take', (value) => {
        return typeof value === 'number' && value >= 600 && value <= 7200
      }),
    },
  },
  {
    of: 'Deployment',
    in: /^(hub|[a-z]+-[a-z]+-\d)\/platform\//,
    where: ({ object }) => object.metadata.name !== 'argocd-notifications-controller',
    why: 'the platform survives the loss of one pod: a leader and a standby, or as many as an autoscaler says',
    settings: { 'spec.replicas?': between(2, 3) },
  },
  {
    of: 'Deployment',
    named: /^argocd-notifications-controller$/,
    why: 'two would send each mail twice: it elects no leader',
    settings: { 'spec.replicas': 1 },
  },
  {
    of: 'StatefulSet',
    named: /^argocd-redis$/,
    why: 'three sentinels are the fewest that agree when one is lost',
    settings: { 'spec.replicas': 3 },
  },
  {
    of: ['Deployment', 'DaemonSet', 'StatefulSet', 'PodDisruptionBudget', 'Service'],
    why: 'a selector finds the pods of its own name and no others',
    settings: {
      'spec.selector?.matchLabels?': that('the name of the workload', (labels) =>
        matches(/^[a-z0-9-]+$/).holds(labelOf(labels), {} as Subject),
      ),
    },
  },
  {
    of: 'PodDisruptionBudget',
    why: 'nodes drain one pod of a name at a time, and a broken pod never blocks a drain',
    settings: {
      'spec.maxUnavailable': 1,
      'spec.minAvailable?': absent,
      'spec.unhealthyPodEvictionPolicy': 'AlwaysAllow',
    },
  },
  {
    of: 'DaemonSet',
    why: 'nodes are updated a few at a time',
    settings: {
      'spec.updateStrategy.type': 'RollingUpdate',
      'spec.updateStrategy.rollingUpdate.maxUnavailable': oneOf('10%', 1),
    },
  },
  {
    of: 'DaemonSet',
    named: /^model-cache-/,
    why: 'the cache leaves a seventh of its disk free, keeps models an hour after their last use, and is of one size a node type',
    settings: {
      'spec.template.spec.containers[*].env[name=FREE_PERCENT].value': '15',
      'spec.template.spec.containers[*].env[name=RECENT_SECONDS].value': '3600',
      'spec.template.spec.containers[*].env[name=BUDGET_BYTES].value': that(
        'half of the folder’s own size',
        (bytes, { object }) => {
          const gibi = Number(/-(\d+)gi$/.exec(object.metadata.name)?.[1])
          return Number(bytes) === (gibi * 2 ** 30) / 2
        },
      ),
      'spec.template.spec.containers[*].env[name=INCOMING_BYTES].value': that(
        'half of the folder’s own size',
        (bytes, { object }) => {
          const gibi = Number(/-(\d+)gi$/.exec(object.metadata.name)?.[1])
          return Number(bytes) === (gibi * 2 ** 30) / 2
        },
      ),
      'spec.template.spec.initContainers[*].resources.requests[ephemeral-storage]': that(
        'the size in its name',
        (size, { object }) => object.metadata.name.endsWith(`-${String(size).toLowerCase()}`),
      ),
      'spec.template.spec.initContainers[*].command': ['sh', '-c', 'chgrp 10002 /cache && chmod 0775 /cache'],
      'spec.template.spec.volumes[name=cache].hostPath': {
        path: '/mnt/k8s-disks/0/model-cache',
        type: 'DirectoryOrCreate',
      },
      'spec.template.spec.containers[*].env[name=ROOT].value': '/cache',
      'spec.template.spec.containers[*].env[name=RELEASED].value': '/released/manifests',
      'spec.template.spec.containers[*].readinessProbe.exec.command': ['test', '-S', '/cache/cache.sock'],
    },
  },
  {
    of: 'DaemonSet',
    named: /^nvidia-device-plugin$/,
    why: 'a node whose GPUs do not answer says so and gets no pod',
    settings: {
      'spec.template.spec.containers[*].env[name=FAIL_ON_INIT_ERROR].value': 'true',
      'spec.template.spec.volumes[name=sockets].hostPath': {
        path: '/var/lib/kubelet/device-plugins',
        type: 'Directory',
      },
    },
  },
  {
    of: 'HorizontalPodAutoscaler',
    why: 'scaled up at once and down one pod a minute or slower: an answer under way ends with its pod',
    settings: {
      'spec.minReplicas': between(2, 10),
      'spec.maxReplicas': that('more than the fewest, 60 at most', (most, { value }) => {
        const { minReplicas = 1 } = value['spec'] as { minReplicas?: number }
        return typeof most === 'number' && most >= minReplicas && most <= 60
      }),
      'spec.behavior.scaleDown.policies[*].value': 1,
      'spec.behavior.scaleDown.policies[*].type': 'Pods',
      'spec.behavior.scaleDown.policies': that<readonly unknown[]>('one policy', (list) => list.length === 1),
      'spec.behavior.scaleDown.policies[*].periodSeconds': oneOf(60, 600),
      'spec.metrics[*].type': 'Resource',
      'spec.metrics': that<readonly { readonly resource: { readonly name: string } }[]>('cpu first', (list) =>
        ['cpu', 'cpu,memory'].includes(list.map(({ resource }) => resource.name).join()),
      ),
      'spec.metrics[*].resource.target': that<{
        type: string
        averageUtilization?: number
        averageValue?: string
      }>('a utilization of 60 or 70, or an amount of memory', ({ type, averageUtilization, averageValue }) =>
        type === 'Utilization'
          ? averageUtilization === 60 || averageUtilization === 70
          : type === 'AverageValue' && /^\d+Mi$/.test(averageValue ?? ''),
      ),
    },
  },
  {
    of: 'HorizontalPodAutoscaler',
    in: /\/tenants\//,
    why: 'memory grows with the people who chat, and is spread before the limit of a pod',
    settings: {
      'spec.metrics': that<readonly unknown[]>('cpu and memory', (list) => list.length === 2),
    },
  },
  {
    of: 'ScaledObject',
    why: 'servers are added while requests wait and taken away one a minute; a GPU is given back after ten idle minutes',
    settings: {
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies': [
        { periodSeconds: 60, type: 'Pods', value: 1 },
      ],
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.stabilizationWindowSeconds': between(
        60,
        360,
      ),
      'spec.cooldownPeriod?': between(300, 7200),
      'spec.minReplicaCount': oneOf(0, 1, 2, 3),
      'spec.maxReplicaCount': that('not below the fewest', (most, { value }) => {
        const { minReplicaCount = 0 } = value['spec'] as { minReplicaCount?: number }
        return typeof most === 'number' && most >= Math.max(1, minReplicaCount) && most <= 20
      }),
      'spec.pollingInterval': that('2 s where it wakes, else 30 s', (value, { value: { spec } }) =>
        (spec as { minReplicaCount?: number }).minReplicaCount === 0
          ? value === 2
          : value === 30 || value === 2,
      ),
      'spec.triggers[*].metadata.aggregationType?': 'sum',
      'spec.triggers[*].metadata.aggregateFromKubeServiceEndpoints?': 'true',
      'spec.triggers[*].metadata.containerName?': 'ollama',
      'spec.triggers[*].metadata.value?': '70',
      'spec.triggers[*].metricType': that('the type of its trigger', (type, { value }) => {
        const { triggers } = value['spec'] as { triggers: readonly { type: string; metricType: string }[] }
        return (
          type !== undefined &&
          triggers.every((one) => one.metricType === (one.type === 'cpu' ? 'Utilization' : 'AverageValue'))
        )
      }),
      'spec.triggers': that<readonly { readonly type: string }[]>('requests, and on CPU its load', (list) =>
        ['metrics-api', 'metrics-api,cpu', 'cpu'].includes(list.map(({ type }) => type).join()),
      ),
      'spec.triggers[*].metadata.url?': matches(
        /^http:\/\/(ollama-[a-z]+\.[a-z0-9-]+\.svc:11436\/|model-gateway\.[a-z0-9-]+\.svc:9090\/queue)$/,
      ),
      'spec.triggers[*].metadata.valueLocation?': matches(/^(requests|[a-z0-9-]+\/ollama-gpu\.Concurrency)$/),
      'spec.triggers[*].metadata.targetValue?': that(
        'the parallel requests of a server, and one more where it never sleeps',
        (value) => between(1, 33).holds(value, {} as Subject),
      ),
    },
  },
  {
    of: 'InterceptorRoute',
    why: 'a request is held while a server wakes, and has no end of its own: words may come for an hour',
    settings: {
      'spec.timeouts.request': '0s',
      'spec.timeouts.readiness': matches(/^\d{3,4}s$/),
      'spec.timeouts.responseHeader': matches(/^\d{3,4}s$/),
      'spec.target.port': 11434,
      'spec.scalingMetric.concurrency.targetValue': between(1, 32),
      'spec.rules': that<readonly { readonly hosts: readonly string[] }[]>(
        'one rule of one host',
        (rules) => rules.length === 1 && rules[0]?.hosts.length === 1 && rules[0].hosts[0] === 'model-server',
      ),
    },
  },
  {
    of: 'Job',
    why: 'a passing fault is retried six times, and a Job that hangs ends',
    settings: {
      'spec.backoffLimit': 6,
      'spec.activeDeadlineSeconds': between(300, 14400),
      'spec.template.spec.restartPolicy': oneOf('Never', 'OnFailure'),
    },
  },
  {
    of: 'CronJob',
    why: 'a heartbeat a minute, six rows in it: the age of the last is the lag of a replica; a run that hangs is given up before the second next',
    settings: {
      'spec.schedule': '* * * * *',
      'spec.concurrencyPolicy': 'Allow',
      'spec.startingDeadlineSeconds': 30,
      'spec.jobTemplate.spec.activeDeadlineSeconds': 90,
      'spec.jobTemplate.spec.backoffLimit': 0,
      'spec.jobTemplate.spec.ttlSecondsAfterFinished': 300,
      'spec.jobTemplate.spec.template.spec.restartPolicy': 'Never',
      'spec.jobTemplate.spec.template.spec.containers[*].env[name=BEATS].value': '6',
      'spec.jobTemplate.spec.template.spec.containers[*].env[name=EVERY_SECONDS].value': '10',
      'spec.failedJobsHistoryLimit': 1,
      'spec.successfulJobsHistoryLimit': 1,
      'spec.suspend?': absent,
    },
  },
  {
    of: 'PriorityClass',
    why: 'the platform before premium tenants before standard ones, far enough apart for more tiers; nobody gets one without asking',
    settings: {
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
      value: that('the value of its tier', (value, { name }) => value === tiers[name]),
    },
  },
  {
    of: 'ResourceQuota',
    why: 'a tenant opens no load balancer and no port of a node: the edge is the only way in',
    settings: {
      'spec.hard[services.loadbalancers]': '0',
      'spec.hard[services.nodeports]': '0',
      'spec.hard.pods': present,
      'spec.hard[limits.memory]': present,
      'spec.hard[requests.cpu]': present,
      'spec.hard[requests.memory]': present,
      'spec.hard[requests.storage]': present,
    },
  },
  {
    of: 'LimitRange',
    why: 'a container without amounts, as of a debug session, gets small ones and a limit',
    settings: {
      'spec.limits[type=Container].default': { 'ephemeral-storage': '256Mi', memory: '256Mi' },
      'spec.limits[type=Container].defaultRequest': {
        cpu: '50m',
        'ephemeral-storage': '64Mi',
        memory: '64Mi',
      },
      'spec.limits[type=PersistentVolumeClaim].min.storage': '1Gi',
    },
  },
]

const tiers: Readonly<Record<string, number>> = {
  platform: 1_000_000,
  'tenant-premium': 100_000,
  'tenant-standard': 10_000,
}
