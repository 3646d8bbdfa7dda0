import { registry } from '../registry.ts'

/** Kinds of Kubernetes and of EKS that controllers write all the time and nobody puts into Git. */
const ofKubernetes = [
  { apiGroups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] },
  { apiGroups: ['', 'events.k8s.io'], kinds: ['Event'] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'] },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
      'TokenReview',
    ],
  },
  { apiGroups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
  { apiGroups: ['metrics.k8s.io'], kinds: ['NodeMetrics', 'PodMetrics'] },
  { apiGroups: ['networking.k8s.aws'], kinds: ['PolicyEndpoint'] },
  { apiGroups: ['vpcresources.k8s.aws'], kinds: ['CNINode'] },
]

/** Kinds that Argo CD neither watches nor shows. */
export const exclusions = [
  ...ofKubernetes,
  ...registry.flatMap(({ argocd }) =>
    (argocd?.hidden ?? []).map(({ group, kinds }) => ({ apiGroups: [group], kinds: [...kinds] })),
  ),
]

const key = (of: string) => `resource.customizations.ignoreResourceUpdates.${of}`
const pointers = (...list: string[]) => JSON.stringify({ jsonPointers: list })
const expressions = (...list: string[]) => JSON.stringify({ jqPathExpressions: list })

/**
 * Changes that do not trigger a new comparison of an Application.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/reconcile/
 */
export const ignoredUpdates = {
  [key('all')]: pointers('/status'),
  [key('apps_ReplicaSet')]: expressions(
    '.metadata.annotations."deployment.kubernetes.io/desired-replicas"',
    '.metadata.annotations."deployment.kubernetes.io/max-replicas"',
  ),
  [key('argoproj.io_Application')]: expressions(
    '.metadata.annotations."notified.notifications.argoproj.io"',
    '.metadata.annotations."argocd.argoproj.io/refresh"',
    '.operation',
  ),
  [key('autoscaling_HorizontalPodAutoscaler')]: expressions(
    '.metadata.annotations."autoscaling.alpha.kubernetes.io/behavior"',
    '.metadata.annotations."autoscaling.alpha.kubernetes.io/conditions"',
    '.metadata.annotations."autoscaling.alpha.kubernetes.io/current-metrics"',
    '.metadata.annotations."autoscaling.alpha.kubernetes.io/metrics"',
  ),
} as const
