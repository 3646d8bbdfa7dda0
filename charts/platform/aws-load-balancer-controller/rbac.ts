import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { type AccountRbac, drawClusterRole, drawRole, eventRule, leaseRules } from '../../kit/rbac.ts'

const look = ['get', 'list', 'watch']
const group = 'elbv2.k8s.aws'

/**
 * Permissions for target groups, only in the ingress controller's namespace. The controller may also read the kinds
 * that it lists at its start, but may not change them.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller config/rbac/role.yaml
 */
export function balancerControllerRbacChart(
  scope: Construct,
  cluster: ResolvedCluster,
  account: AccountRbac['account'],
): Chart {
  const chart = new Chart(scope, 'rights', { labels: cluster.labels })
  const { name } = account
  drawClusterRole(chart, {
    name,
    account,
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'nodes'], verbs: look },
      { apiGroups: [group], resources: ['ingressclassparams'], verbs: look },
      { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: look },
    ],
  })
  const rules = [...leaseRules('aws-load-balancer-controller-leader'), eventRule]
  drawRole(chart, { name, account, rules })
  drawRole(
    chart,
    {
      name,
      account,
      rules: [
        { apiGroups: [''], resources: ['pods', 'services'], verbs: look },
        // A pod becomes ready through its readiness gates.
        { apiGroups: [''], resources: ['pods/status'], verbs: ['patch', 'update'] },
        eventRule,
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: look },
        { apiGroups: [group], resources: ['targetgroupbindings'], verbs: [...look, 'patch', 'update'] },
        { apiGroups: [group], resources: ['targetgroupbindings/status'], verbs: ['patch', 'update'] },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: look },
      ],
    },
    platform.ingress,
  )
  return chart
}
