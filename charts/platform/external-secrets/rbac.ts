import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { PolicyRule } from '../../../lib/kube/types/kubernetes.ts'
import { cellNames } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'
import { cellReader, passwordsReader, secretsReader } from '../../kit/secret-readers.ts'

const group = 'external-secrets.io'
const generators = 'generators.external-secrets.io'
const read = ['get', 'list', 'watch']
/** Kinds in use. The controller adds finalizers and annotations to the objects themselves. */
const kinds = ['clustersecretstores', 'externalsecrets', 'pushsecrets', 'secretstores']

/** Permissions of the controller, for the kinds that its flags leave enabled. */
export function secretsRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights', { labels: cluster.labels })
  const name = 'external-secrets'
  drawClusterRole(chart, {
    name,
    account,
    reason:
      'It writes the Secrets of every tenant and reads those that a PushSecret names, in namespaces that it cannot know; it takes tokens of the accounts that stores name, which are listed',
    rules: [...ownRules, ...secretRules, tokenRule(cluster), eventRule],
  })
  drawRole(chart, { name, account, rules: leaseRules('external-secrets-controller') })
  return chart
}

const ownRules: PolicyRule[] = [
  { apiGroups: [group], resources: kinds, verbs: [...read, 'update', 'patch'] },
  {
    apiGroups: [group],
    resources: kinds.map((kind) => `${kind}/status`),
    verbs: ['get', 'update', 'patch'],
  },
  { apiGroups: [generators], resources: ['passwords'], verbs: read },
  {
    apiGroups: [generators],
    resources: ['generatorstates'],
    verbs: [...read, 'create', 'update', 'patch', 'delete'],
  },
]

const secretRules: PolicyRule[] = [
  // A ClusterSecretStore has conditions on labels of namespaces. The service account of a store has the ARN of its role
  // as an annotation.
  { apiGroups: [''], resources: ['namespaces', 'serviceaccounts'], verbs: read },
  // The CA of the API server. The stores of cells and of passwords need it to call the API server.
  { apiGroups: [''], resources: ['configmaps'], resourceNames: ['kube-root-ca.crt'], verbs: ['get'] },
  {
    apiGroups: [''],
    resources: ['secrets'],
    verbs: [...read, 'create', 'update', 'patch', 'delete'],
  },
]

/** Service accounts that stores name: those of tenants, of the preparation of databases, and of cells. */
function tokenRule({ cells, replicatedCells }: ResolvedCluster): PolicyRule {
  const ofCells = [...cells, ...replicatedCells].map(({ id }) => cellReader(cellNames(id).cell))
  return {
    apiGroups: [''],
    resources: ['serviceaccounts/token'],
    resourceNames: [...new Set([secretsReader, passwordsReader, ...ofCells])].sort(),
    verbs: ['create'],
  }
}
