import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { PolicyRule } from '../../../lib/kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'
import { names } from './names.ts'

const read = ['get', 'list', 'watch']
const group = 'keda.sh'
/** Events of the newer API, in which KEDA writes its own. */
const newEventRule: PolicyRule = { ...eventRule, apiGroups: ['events.k8s.io'] }

/**
 * The part of upstream's permissions that ScaledObjects on Deployments need: `deployments/scale` instead of the scale
 * of every kind, only the kinds that the operator watches, no Jobs, and no Secret of a tenant.
 *
 * @see https://github.com/kedacore/keda config/rbac/role.yaml
 */
const operatorRules: PolicyRule[] = [
  { apiGroups: [group], resources: ['scaledobjects'], verbs: [...read, 'update', 'patch'] },
  { apiGroups: [group], resources: ['scaledobjects/status'], verbs: ['get', 'update', 'patch'] },
  // The autoscalers that KEDA creates have their ScaledObject as owner. The deletion of the owner waits for theirs.
  { apiGroups: [group], resources: ['scaledobjects/finalizers'], verbs: ['update'] },
  // KEDA's other controllers cannot be switched off and wait until they have listed these kinds. None of the kinds is
  // in use.
  {
    apiGroups: [group],
    resources: ['clustertriggerauthentications', 'scaledjobs', 'triggerauthentications'],
    verbs: read,
  },
  {
    apiGroups: ['eventing.keda.sh'],
    resources: ['cloudeventsources', 'clustercloudeventsources'],
    verbs: read,
  },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: read },
  // Requests in flight are the sum over the pods of a Service.
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  // The operator scales from zero and to zero. Between one and the maximum, the autoscaler that it creates scales.
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'update'] },
  {
    apiGroups: ['autoscaling'],
    resources: ['horizontalpodautoscalers'],
    verbs: [...read, 'create', 'update', 'delete'],
  },
  eventRule,
  newEventRule,
]

/** Permissions of the operator. */
export function operatorRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-operator', { labels: cluster.labels })
  const { name } = account
  drawClusterRole(chart, { name, account, rules: operatorRules })
  drawRole(chart, {
    name,
    account,
    reason:
      'It does not start before it has listed the Secrets of its own namespace; there are none but the certificate and its authority',
    rules: [
      ...leaseRules('operator.keda.sh'),
      { apiGroups: [''], resources: ['secrets'], verbs: ['list', 'watch'] },
    ],
  })
  return chart
}

/**
 * Permissions of the metrics API: it checks the identity of callers and whether they may ask. Only autoscalers may ask
 * for these metrics. They run in Kubernetes' controller under its own account.
 */
export function metricsApiRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-metrics-api', { labels: cluster.labels })
  const { name } = account
  drawClusterRole(chart, {
    name,
    account,
    rules: [
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ],
  })
  // Certificates and headers that the API server uses when it forwards a request.
  drawRole(
    chart,
    {
      name,
      account,
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps'],
          resourceNames: ['extension-apiserver-authentication'],
          verbs: read,
        },
      ],
    },
    'kube-system',
  )
  drawClusterRole(chart, {
    name: 'keda-external-metrics-reader',
    account: { namespace: 'kube-system', name: 'horizontal-pod-autoscaler' },
    rules: [{ apiGroups: ['external.metrics.k8s.io'], resources: ['externalmetrics'], verbs: ['get'] }],
  })
  return chart
}

/** Permissions of the webhooks: they look for other scalers of the same target. */
export function webhooksRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-webhooks', { labels: cluster.labels })
  drawClusterRole(chart, {
    name: names.webhooks,
    account,
    rules: [
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: read },
      { apiGroups: [group], resources: ['scaledobjects'], verbs: read },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: read },
      // Defaults of a namespace apply to requests that a target does not set.
      { apiGroups: [''], resources: ['limitranges'], verbs: read },
      newEventRule,
    ],
  })
  return chart
}
