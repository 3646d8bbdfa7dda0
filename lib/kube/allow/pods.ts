import { images } from '../../catalog/images.ts'
import {
  anything,
  atLeast,
  either,
  exactly,
  type Fields,
  fields,
  like,
  list,
  map,
  one,
  type Shape,
} from './shape.ts'

/** Names that the pods of a place may use. */
export interface PodNames {
  readonly accounts: Shape
  readonly secrets: Shape
  readonly configMaps: Shape
  readonly claims: Shape
  /** Images; those that tenants run unless given. */
  readonly images?: Shape
  /** Sources of variables; keys of Secrets with these names unless given. */
  readonly variables?: Shape
}

/** Images by repository, not by registry: anybody may publish in a registry. The verifier also compares the version. */
const image = like(
  `(${Object.values(images)
    .map(({ repository }) => repository.replaceAll('.', '\\.'))
    .join('|')})(:[A-Za-z0-9_.-]+(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})`,
)

const capabilities = fields({ drop: exactly(['ALL']) }, 'drop')
const seccompProfile = fields({ type: one('RuntimeDefault') }, 'type')

/** No field on SELinux, AppArmor, Windows, procMount, privileges: none of them is needed. */
const containerSecurity = fields(
  {
    allowPrivilegeEscalation: one(false),
    capabilities,
    privileged: one(false),
    readOnlyRootFilesystem: one(true),
    runAsGroup: anything,
    runAsNonRoot: one(true),
    runAsUser: anything,
    seccompProfile,
  },
  'allowPrivilegeEscalation',
  'capabilities',
)

/** No sysctls and no supplemental groups. */
const securityFields: Fields = {
  fsGroup: anything,
  fsGroupChangePolicy: one('Always', 'OnRootMismatch'),
  runAsGroup: anything,
  runAsNonRoot: one(true),
  runAsUser: anything,
  seccompProfile,
}
const podSecurity = fields(securityFields, 'runAsNonRoot', 'runAsUser', 'seccompProfile')

/** The same where a rule of the verifier looks for each of them in the pod or its containers. */
export const anyPodSecurity = fields(securityFields)

/** The kubelet calls the pod itself: without `host`, which is any address that the node reaches. */
const httpGet = fields({ path: anything, port: anything, scheme: one('HTTP', 'HTTPS') })
const probe = fields({
  exec: anything,
  failureThreshold: anything,
  httpGet,
  initialDelaySeconds: anything,
  periodSeconds: anything,
  successThreshold: anything,
  tcpSocket: fields({ port: anything }),
  terminationGracePeriodSeconds: anything,
  timeoutSeconds: anything,
})

function environment({ secrets, variables }: PodNames): Shape {
  const secretKeyRef = fields({ key: anything, name: secrets, optional: anything }, 'name')
  const valueFrom = variables ?? fields({ secretKeyRef }, 'secretKeyRef')
  return list(fields({ name: anything, value: anything, valueFrom }))
}

function container(names: PodNames): Shape {
  return fields(
    {
      args: anything,
      command: anything,
      env: environment(names),
      image: names.images ?? image,
      imagePullPolicy: one('IfNotPresent', 'Always'),
      lifecycle: fields({ preStop: fields({ exec: anything, sleep: anything }) }),
      livenessProbe: probe,
      name: anything,
      ports: list(fields({ containerPort: anything, name: anything, protocol: one('TCP') })),
      readinessProbe: probe,
      resources: fields({ limits: anything, requests: anything }, 'limits', 'requests'),
      // A container that starts before the others and stays: a sidecar.
      restartPolicy: one('Always'),
      securityContext: containerSecurity,
      startupProbe: probe,
      terminationMessagePath: one('/dev/termination-log'),
      terminationMessagePolicy: one('File'),
      volumeMounts: list(
        fields({
          mountPath: anything,
          name: anything,
          readOnly: anything,
          recursiveReadOnly: one('Disabled'),
          subPath: anything,
        }),
      ),
      workingDir: anything,
    },
    'image',
    'resources',
    'securityContext',
  )
}

/** Tokens for the API server, and those that EKS adds for the Pod Identity agent; a token for anybody else is refused. */
const token = fields({
  audience: one('pods.eks.amazonaws.com'),
  expirationSeconds: anything,
  path: anything,
})
const projected = list(
  either(
    fields({ serviceAccountToken: token }, 'serviceAccountToken'),
    fields({ configMap: fields({ items: anything, name: one('kube-root-ca.crt') }, 'name') }, 'configMap'),
    fields({ downwardAPI: anything }, 'downwardAPI'),
  ),
)

function volume({ secrets, configMaps, claims }: PodNames): Shape {
  const defaultMode = anything
  return fields({
    configMap: fields({ defaultMode, items: anything, name: configMaps }, 'name'),
    emptyDir: fields({ medium: one('', 'Memory'), sizeLimit: anything }, 'sizeLimit'),
    name: anything,
    persistentVolumeClaim: fields({ claimName: claims, readOnly: anything }, 'claimName'),
    projected: fields({ defaultMode, sources: projected }, 'sources'),
    secret: fields({ defaultMode, items: anything, secretName: secrets }, 'secretName'),
  })
}

/** Terms on the node: GPU nodes or others. */
const nodeTerm = fields(
  {
    matchExpressions: list(
      fields(
        { key: one('accelerator', 'eks.amazonaws.com/capacityType'), operator: anything, values: anything },
        'key',
      ),
      1,
    ),
  },
  'matchExpressions',
)
const affinity = fields(
  {
    nodeAffinity: fields({
      preferredDuringSchedulingIgnoredDuringExecution: list(
        fields({ preference: nodeTerm, weight: anything }),
      ),
      requiredDuringSchedulingIgnoredDuringExecution: fields({ nodeSelectorTerms: list(nodeTerm, 1) }),
    }),
  },
  'nodeAffinity',
)

/** Taints of nodes that are lost, and of GPU nodes. No other taint, and none by the operator Exists without a key. */
const toleration = fields(
  {
    effect: one('NoExecute', 'NoSchedule'),
    key: one('node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'nvidia.com/gpu'),
    operator: one('Exists'),
    tolerationSeconds: anything,
  },
  'key',
  'effect',
)

/** Fields of a pod. */
export function podFields(names: PodNames): Fields {
  const containers = list(container(names), 1)
  return {
    activeDeadlineSeconds: anything,
    affinity,
    automountServiceAccountToken: one(false),
    containers,
    dnsPolicy: one('ClusterFirst'),
    enableServiceLinks: anything,
    initContainers: list(container(names)),
    priorityClassName: one('tenant-standard', 'tenant-premium'),
    restartPolicy: one('Always', 'Never', 'OnFailure'),
    schedulerName: one('default-scheduler'),
    securityContext: podSecurity,
    // The older name of serviceAccountName, which the API server fills.
    serviceAccount: names.accounts,
    serviceAccountName: names.accounts,
    terminationGracePeriodSeconds: anything,
    tolerations: list(toleration),
    topologySpreadConstraints: anything,
    volumes: list(volume(names)),
  }
}

/** Fields without which a pod gets more than it should by default. */
export const needed = ['automountServiceAccountToken', 'containers', 'securityContext'] as const

/** The labels by which network policies select a pod name its tenant. */
const podMetadata = fields({
  annotations: map(anything, like('(([a-z]+\\.)?paddock\\.dev|kubectl\\.kubernetes\\.io)/.*')),
  creationTimestamp: anything,
  labels: atLeast({ 'paddock.dev/tenant': one('{tenant}') }),
})

/** The pod template of a workload. */
export function podTemplate(names: PodNames): Shape {
  return fields(
    { metadata: podMetadata, spec: fields(podFields(names), ...needed, 'priorityClassName') },
    'metadata',
    'spec',
  )
}

/** Taints that admission plugins let every pod tolerate by the resources that it asks for. */
const anyToleration = fields(
  {
    effect: anything,
    key: like('node\\.kubernetes\\.io/(not-ready|unreachable|memory-pressure)|nvidia\\.com/gpu'),
    operator: one('Exists'),
    tolerationSeconds: anything,
  },
  'key',
)

/** A pod in the cluster: controllers make it of a template, and admission plugins add to it. */
export function pod(names: PodNames): Shape {
  return fields(
    {
      ...podFields(names),
      hostname: anything,
      nodeName: anything,
      preemptionPolicy: anything,
      priority: anything,
      tolerations: list(anyToleration),
    },
    ...needed,
  )
}
