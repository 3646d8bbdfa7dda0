import { container, type PodNames, seccompProfile } from './containers.ts'
import { anything, atLeast, either, type Fields, fields, like, list, map, one, type Shape } from './shape.ts'

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
    // Pods of Jobs: their time begins when a node has taken them.
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
