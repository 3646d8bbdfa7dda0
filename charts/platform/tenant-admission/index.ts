import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { type AdmissionPolicy, admissionPolicies } from '../../../lib/kube/allow/admission.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { tenantLabel } from '../../../lib/resolve/labels.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'
import { exportGateChart } from './export-gate.ts'

/**
 * A policy and its binding for each kind of the table. They come before every tenant. A rule that fails to compute
 * refuses the object.
 */
export function charts(scope: Construct, cluster: ResolvedCluster): Chart[] {
  const chart = new Chart(scope, 'policies', { labels: cluster.labels })
  for (const policy of admissionPolicies) drawPolicy(chart, policy)
  return [chart, exportGateChart(scope, cluster)]
}

/** An object that is being deleted must lose its finalizers, whatever it holds: of its fields nothing else may change. */
const leaving = {
  name: 'not-leaving',
  expression:
    "!has(object.metadata.deletionTimestamp) || oldObject == null || !dyn(object).all(key, key in ['metadata', 'status'] || (key in oldObject && object[key] == oldObject[key]))",
}
const isTenants = { name: 'tenants', expression: "object.metadata.name.startsWith('tenant-')" }

function drawPolicy(
  chart: Chart,
  { name: of, resource, operations, on, variables, rules }: AdmissionPolicy,
): void {
  const name = `paddock-tenant-${of.replaceAll('/', '-')}`
  const looksAtObject = resource.plural !== '*' && !resource.plural.includes('/')
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      ...(looksAtObject ? { matchConditions: on === 'namespaces' ? [isTenants, leaving] : [leaving] } : {}),
      matchConstraints: {
        // The API server would fill missing fields with defaults, and each sync would find a difference.
        matchPolicy: 'Equivalent',
        namespaceSelector:
          on === 'tenants' ? { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] } : {},
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [resource.group],
            apiVersions: [resource.version],
            operations: [...operations],
            resources: [resource.plural],
            scope: on === 'tenants' ? 'Namespaced' : 'Cluster',
          },
        ],
      },
      validations: rules.map((rule) => ({ ...rule, reason: 'Forbidden' })),
      ...(variables.length > 0 ? { variables: [...variables] } : {}),
    },
  })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  })
}
