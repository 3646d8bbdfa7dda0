import type { KubeObject, Manifest } from '../../lib/kube/object.ts'
import { tenantManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { resolveTenant } from '../../lib/resolve/tenant.ts'
import { completeCluster, completeTenant } from '../../lib/spec/complete.ts'
import type { TenantSpec } from '../../lib/spec/index.ts'
import { ownFacts } from '../../lib/verify/policy/allowed.ts'
import { clusters } from '../support/fleet.ts'

/** A tenant with an object of nearly every kind: GPU servers that sleep, hosts, groups and a database of its own. */
const spec: TenantSpec = {
  id: 'planted',
  tier: 'premium',
  cell: 'us-east-1-a',
  contacts: { owner: 'it@planted.example' },
  hosts: ['chat.planted.example', '*.ai.planted.example'],
  models: ['llama3:70b', 'mistral:7b'],
  expectedUsers: 150,
  database: 'dedicated',
  identityProvider: {
    issuer: 'https://sso.planted.example',
    clientId: 'open-webui',
    cidrs: ['192.0.2.0/24'],
    allowedDomains: ['planted.example'],
  },
  access: { adminGroups: ['planted:it'], auditorGroups: ['planted:audit'] },
  cost: { center: 'planted-rnd' },
}

const specs = [clusters.hub, clusters.east, clusters.west]
/** Its cluster. */
export const cluster = resolveCluster(clusters.east, specs)
const tenant = resolveTenant(completeTenant(spec), completeCluster(clusters.east) as typeof clusters.east)

/** Files of the tenant, as synthesis makes them. */
export const manifests: readonly Manifest[] = tenantManifests(tenant, cluster)
/** Their objects. */
export const objects: readonly KubeObject[] = manifests.flatMap((file) => file.objects)
/** The facts that its objects may name. */
export const own = ownFacts(tenant, cluster)
