import { servicePorts } from './core.ts'
import { anyPodSecurity, needed, podFields } from './pods.ts'
import { anything, either, exactly, fields, like, list, map, one, open, type Shape } from './shape.ts'

const no = one(false)

/**
 * Pods of the platform and of own charts. They have the shape of tenants' pods with any names, and the fields that
 * cdk8s-plus-28 writes with harmless values.
 */
const pod = fields(
  {
    ...podFields({
      accounts: anything,
      secrets: anything,
      configMaps: anything,
      claims: anything,
      images: anything,
      variables: anything,
    }),
    // Neighbours and nodes are its own choice.
    affinity: anything,
    hostNetwork: no,
    securityContext: anyPodSecurity,
    priorityClassName: one('platform', 'system-cluster-critical', 'system-node-critical'),
    setHostnameAsFQDN: no,
    shareProcessNamespace: no,
  },
  ...needed,
)
const template = fields({ metadata: anything, spec: pod }, 'spec')
const workload = open({ spec: open({ template }) })
const job = open({ spec: open({ template }) })

/** No way into the cluster but by the entry points, which are pods of the ingress controller behind TargetGroupBindings. */
const service = open({
  spec: fields(
    {
      clusterIP: one('None'),
      externalIPs: exactly([]),
      ports: servicePorts,
      selector: map(anything),
      type: one('ClusterIP'),
    },
    'selector',
  ),
})

/** Roles go to accounts by name, never to people or groups, and never a role that Kubernetes brings. */
const subjects = list(
  fields(
    { apiGroup: one(''), kind: one('ServiceAccount'), name: anything, namespace: anything },
    'kind',
    'name',
    'namespace',
  ),
  1,
)
const binding = open({
  roleRef: fields(
    {
      apiGroup: one('rbac.authorization.k8s.io'),
      kind: one('Role', 'ClusterRole'),
      name: like('.+', 'cluster-admin|admin|edit|system:.*'),
    },
    'apiGroup',
    'kind',
    'name',
  ),
  subjects,
})

/** An admission webhook that is skipped when it does not answer protects nothing. */
const webhooks = open({ webhooks: list(open({ failurePolicy: one('Fail') })) })

const account = open({
  metadata: open({ annotations: map(anything, like('.*', '(eks\\.amazonaws\\.com|iam\\..*)/.*')) }),
  imagePullSecrets: exactly([]),
  secrets: exactly([]),
})

/**
 * Built-in kinds of the platform's units and own charts, as `<group> <Kind>`, with what every object of the kind must
 * be. Other built-in kinds are refused: Secrets are not in Git, volumes come from storage classes and Crossplane, and
 * bare pods and addresses belong to controllers. Custom kinds have CRDs, which components bring.
 */
export const platformKinds: Readonly<Record<string, Shape>> = {
  ' ConfigMap': anything,
  ' Namespace': anything,
  ' PersistentVolumeClaim': open({
    spec: fields({
      accessModes: anything,
      resources: anything,
      storageClassName: anything,
      volumeMode: one('Filesystem'),
    }),
  }),
  ' Service': service,
  ' ServiceAccount': account,
  'admissionregistration.k8s.io MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io ValidatingAdmissionPolicy': open({
    spec: open({ failurePolicy: one('Fail') }),
  }),
  'admissionregistration.k8s.io ValidatingAdmissionPolicyBinding': open({
    spec: open({ validationActions: exactly(['Deny']) }),
  }),
  'admissionregistration.k8s.io ValidatingWebhookConfiguration': webhooks,
  'apiextensions.k8s.io CustomResourceDefinition': anything,
  'apiregistration.k8s.io APIService': open({ spec: open({ insecureSkipTLSVerify: no }) }),
  'apps DaemonSet': workload,
  'apps Deployment': workload,
  'apps StatefulSet': workload,
  'autoscaling HorizontalPodAutoscaler': anything,
  'batch CronJob': open({ spec: open({ jobTemplate: job }) }),
  'batch Job': job,
  'networking.k8s.io IngressClass': anything,
  'networking.k8s.io NetworkPolicy': anything,
  'policy PodDisruptionBudget': anything,
  'rbac.authorization.k8s.io ClusterRole': anything,
  'rbac.authorization.k8s.io ClusterRoleBinding': binding,
  'rbac.authorization.k8s.io Role': anything,
  'rbac.authorization.k8s.io RoleBinding': binding,
  'scheduling.k8s.io PriorityClass': open({ globalDefault: no }),
  'storage.k8s.io StorageClass': open({ reclaimPolicy: either(one('Retain')) }),
}

/** Groups of built-in kinds have no dot, or belong to Kubernetes. Its projects' CRDs are custom kinds. */
export function isBuiltIn(group: string): boolean {
  return (
    !group.includes('.') ||
    /^(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io$/.test(
      group,
    )
  )
}
