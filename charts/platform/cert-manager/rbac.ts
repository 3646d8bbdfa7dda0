import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { PolicyRule } from '../../../lib/kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'
import { webhookCa } from './webhook.ts'

const group = 'cert-manager.io'
const acme = 'acme.cert-manager.io'
const read = ['get', 'list', 'watch']
const change = ['update', 'patch']

/** Permissions of the controllers that run. Each rule belongs to one task. */
const controllerRules: PolicyRule[] = [
  {
    apiGroups: [group],
    resources: ['certificates', 'certificaterequests', 'clusterissuers', 'issuers'],
    verbs: [...read, ...change],
  },
  {
    apiGroups: [group],
    resources: [
      'certificates/status',
      'certificaterequests/status',
      'clusterissuers/status',
      'issuers/status',
    ],
    verbs: change,
  },
  { apiGroups: [group], resources: ['certificaterequests'], verbs: ['create', 'delete'] },
  // The controller approves requests that name issuers of cert-manager itself.
  {
    apiGroups: [group],
    resources: ['signers'],
    resourceNames: [`issuers.${group}/*`, `clusterissuers.${group}/*`],
    verbs: ['approve'],
  },
  {
    apiGroups: [acme],
    resources: ['orders', 'challenges'],
    verbs: [...read, ...change, 'create', 'delete'],
  },
  { apiGroups: [acme], resources: ['orders/status', 'challenges/status'], verbs: change },
  // Challenges are answered in DNS. The controller for challenges still does not start before it has listed the kinds
  // that HTTP challenges use.
  { apiGroups: [''], resources: ['pods', 'services'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
  { apiGroups: [''], resources: ['secrets'], verbs: [...read, 'create', ...change, 'delete'] },
  eventRule,
]

/** Permissions of the controller: certificates, issuers, orders and challenges in every namespace. */
export function controllerRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-controller', { labels: cluster.labels })
  const name = 'cert-manager'
  drawClusterRole(chart, {
    name,
    account,
    reason: 'It writes the key and certificate of every Certificate, in namespaces that it cannot know',
    rules: controllerRules,
  })
  drawRole(chart, { name, account, rules: leaseRules('cert-manager-controller') })
  return chart
}

/** Permissions of the injector, which writes CAs into webhooks. */
export function cainjectorRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-cainjector', { labels: cluster.labels })
  const name = 'cert-manager-cainjector'
  drawClusterRole(chart, {
    name,
    account,
    reason: 'It reads the CA of a webhook where its operator keeps it, and writes it into the webhook',
    rules: [
      { apiGroups: [group], resources: ['certificates'], verbs: read },
      { apiGroups: [''], resources: ['secrets'], verbs: read },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
        verbs: [...read, ...change],
      },
      {
        apiGroups: ['apiregistration.k8s.io'],
        resources: ['apiservices'],
        verbs: [...read, ...change],
      },
      {
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions'],
        verbs: [...read, ...change],
      },
      eventRule,
    ],
  })
  drawRole(chart, {
    name,
    account,
    rules: leaseRules(
      'cert-manager-cainjector-leader-election',
      'cert-manager-cainjector-leader-election-core',
    ),
  })
  return chart
}

/** Permissions of the webhook: its own CA, and the check whether an account may approve a request. */
export function webhookRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-webhook', { labels: cluster.labels })
  const name = 'cert-manager-webhook'
  const secrets = { apiGroups: [''], resources: ['secrets'] }
  drawRole(chart, {
    name,
    account,
    reason: 'It makes its own CA; a Secret that is not there yet cannot be named when it is made',
    rules: [
      { ...secrets, resourceNames: [webhookCa], verbs: [...read, 'update'] },
      { ...secrets, verbs: ['create'] },
    ],
  })
  drawClusterRole(chart, {
    name,
    account,
    rules: [{ apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] }],
  })
  return chart
}
