import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { crdsIn } from '../../../lib/kube/crds.ts'
import { draw } from '../../../lib/kube/draw.ts'
import type { PolicyRule } from '../../../lib/kube/types/kubernetes.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'

const read = ['get', 'list', 'watch']
const all = [...read, 'create', 'update', 'patch', 'delete']
/** Label that aggregates the RBAC manager's roles for XRDs and packages into the core's role. */
const aggregated = { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' }

/** Crossplane's own kinds, exactly those whose CRDs are in dist. */
function ownRules(): PolicyRule[] {
  const crds = crdsIn(new URL('crds/crossplane/', import.meta.url)).map(({ spec }) => spec)
  return [...new Set(crds.map(({ group }) => group))].sort().map((group) => {
    const plurals = crds.filter((one) => one.group === group).map(({ names }) => names.plural)
    const parts = ['status', 'finalizers'].flatMap((part) => plurals.map((plural) => `${plural}/${part}`))
    return { apiGroups: [group], resources: [...plurals, ...parts], verbs: all }
  })
}

/**
 * Permissions of the core: its own kinds, and the kinds that packages and compositions need. Each XRD and each package
 * adds more.
 */
export function coreRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-core', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'crossplane' },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregated }] },
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: 'crossplane:system:aggregate-to-crossplane',
      labels: aggregated,
      annotations: {
        'paddock.dev/reason':
          'It runs packages as Deployments, makes a CRD for each XRD and package, and writes the Secrets of claims in namespaces that it cannot know',
      },
    },
    rules: [
      ...ownRules(),
      {
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions', 'customresourcedefinitions/status'],
        verbs: all,
      },
      { apiGroups: [''], resources: ['secrets', 'serviceaccounts', 'services'], verbs: all },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: all },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
        verbs: all,
      },
      eventRule,
    ],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'crossplane' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'crossplane' },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  })
  drawRole(chart, { name: 'crossplane', account, rules: leaseRules('crossplane-leader-election-core') })
  return chart
}

/** Permissions of the RBAC manager. The role for additional permissions of packages stays empty. */
export function rbacManagerRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights-rbac-manager', { labels: cluster.labels })
  const name = 'crossplane-rbac-manager'
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'crossplane:allowed-provider-permissions' },
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { 'rbac.crossplane.io/aggregate-to-allowed-provider-permissions': 'true' } },
      ],
    },
  })
  drawClusterRole(chart, {
    name,
    account,
    reason:
      'It makes the roles of packages and XRDs, with rights on kinds that are defined later: it has to give what it has not',
    rules: managerRules,
  })
  drawRole(chart, { name, account, rules: leaseRules('crossplane-leader-election-rbac') })
  return chart
}

const rbac = 'rbac.authorization.k8s.io'

const managerRules: PolicyRule[] = [
  { apiGroups: ['apps'], resources: ['deployments'], verbs: read },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
  {
    apiGroups: ['apiextensions.crossplane.io'],
    resources: ['compositeresourcedefinitions'],
    verbs: read,
  },
  {
    apiGroups: ['apiextensions.crossplane.io'],
    resources: ['compositeresourcedefinitions/finalizers'],
    verbs: ['update'],
  },
  { apiGroups: ['pkg.crossplane.io'], resources: ['providerrevisions'], verbs: read },
  {
    apiGroups: ['pkg.crossplane.io'],
    resources: ['providerrevisions/finalizers'],
    verbs: ['update'],
  },
  {
    apiGroups: [rbac],
    resources: ['clusterroles'],
    verbs: [...read, 'create', 'update', 'patch', 'escalate', 'bind'],
  },
  { apiGroups: [rbac], resources: ['clusterrolebindings'], verbs: all },
  eventRule,
]
