import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { postgresDatabase } from '../../../crossplane/apis/postgres-database/api.ts'
import { redisCache } from '../../../crossplane/apis/redis-cache/api.ts'
import { sharedFileSystem } from '../../../crossplane/apis/shared-file-system/api.ts'
import { tenantCacheUser } from '../../../crossplane/apis/tenant-cache-user/api.ts'
import { tenantDatabase } from '../../../crossplane/apis/tenant-database/api.ts'
import { tenantSecrets } from '../../../crossplane/apis/tenant-secrets/api.ts'
import { tenantStorage } from '../../../crossplane/apis/tenant-storage/api.ts'
import { group, version } from '../../../crossplane/compose/api.ts'
import { draw } from '../../../lib/kube/draw.ts'
import { wave } from '../../../lib/kube/guard.ts'
import { platform } from '../../../lib/resolve/names.ts'
import type { ResolvedCluster } from '../../../lib/resolve/types.ts'

const ofTenant = [tenantCacheUser, tenantDatabase, tenantSecrets, tenantStorage]
const ofCell = [postgresDatabase, sharedFileSystem]
const all = [...ofTenant, ...ofCell, redisCache]
const kinds = (apis: readonly { kind: string }[]) => `[${apis.map(({ kind }) => `'${kind}'`).join(', ')}]`

/** Rules for the namespace of each kind of claim. The rules of a definition cannot see the namespace. */
const validations = [
  {
    expression: `!(object.kind in ${kinds(ofTenant)}) || object.metadata.namespace == 'tenant-' + object.spec.tenant`,
    message: 'a claim names the tenant of its own namespace',
  },
  {
    expression: `!(object.kind in ${kinds(ofCell)}) || object.metadata.namespace == '${platform.data}'`,
    message: `the data plane of a cell is claimed in ${platform.data}`,
  },
  {
    expression: `object.kind != '${redisCache.kind}' || object.metadata.namespace == '${platform.data}' || object.metadata.namespace == object.spec.name`,
    message: `a cache is claimed in ${platform.data}, or by a tenant under the name of its namespace`,
  },
]

/**
 * The API server enforces in which namespace each claim may be. A claim in one tenant's namespace cannot create
 * anything for another tenant, regardless of who may write there.
 */
export function boundaryChart(scope: Construct, cluster: ResolvedCluster): Chart {
  const chart = new Chart(scope, 'boundary', { labels: cluster.labels })
  const name = 'paddock-claims'
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, annotations: wave(-3) },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        // The API server would fill missing fields with defaults, and each sync would find a difference.
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [group],
            apiVersions: [version],
            operations: ['CREATE', 'UPDATE'],
            resources: all.map(({ plural }) => plural).sort(),
            scope: '*',
          },
        ],
      },
      validations: validations.map((one) => ({ ...one, reason: 'Forbidden' })),
    },
  })
  draw(chart, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, annotations: wave(-3) },
    spec: { policyName: name, validationActions: ['Deny'] },
  })
  return chart
}
