import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../../lib/kube/draw.ts'
import { exportGate, lastExport, leavingNamespace } from '../../../lib/resolve/export-names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

const name = 'paddock-tenant-export-first'

/**
 * Refuses to delete a ConfigMap of a leaving tenant until its last export is complete. Argo CD deletes that ConfigMap
 * before everything else of the tenant, its namespace included, and stops at a refusal. So the deletion waits for the
 * export even where Argo CD takes its hook for done, because it sees a hook that already exists or has not been observed
 * yet. The Job is complete only after it has read every object back and written the checksums.
 *
 * @see https://github.com/argoproj/argo-cd/issues/29100
 */
export function exportGateChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'export-gate', { labels: cluster.labels })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: { matchLabels: leavingNamespace },
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['DELETE'],
            resourceNames: [exportGate],
            resources: ['configmaps'],
            scope: 'Namespaced',
          },
        ],
      },
      paramKind: { apiVersion: 'batch/v1', kind: 'Job' },
      validations: [
        {
          expression:
            "has(params.status.conditions) && params.status.conditions.exists(one, one.type == 'Complete' && one.status == 'True')",
          message:
            'the last export of this tenant is not complete: nothing of the tenant is deleted before it is',
          reason: 'Forbidden',
        },
      ],
    },
  })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      // The Job of the same namespace. Without one there is no export.
      paramRef: { parameterNotFoundAction: 'Deny', selector: { matchLabels: lastExport } },
      policyName: name,
      validationActions: ['Deny'],
    },
  })
  return chart
}
