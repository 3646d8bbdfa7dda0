import { setTimeout as sleep } from 'node:timers/promises'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { collection, type LiveObject, messageOf, type Resource } from '../cluster/api.ts'
import type { Cluster } from '../cluster/control-plane.ts'
import { definedKind } from '../cluster/crds.ts'
import { groupOf } from '../cluster/dist.ts'
import { provisionVolumes } from '../cluster/volumes.ts'
import { derivedCrds } from '../cluster/xrds.ts'

/** Groups of kinds whose status nobody reads, or that Argo CD writes itself. */
const unjudged = new Set(['argoproj.io', 'monitoring.coreos.com'])

/** The conditions by which operators say that all is well: Crossplane's own kinds have one or more of these. */
const ofCrossplane = ['Established', 'Healthy', 'Installed', 'Offered', 'Ready', 'RevisionHealthy', 'Synced']
const conditionTypes = (group: string): readonly string[] =>
  group.endsWith('crossplane.io') ? ofCrossplane : group === 'paddock.dev' ? ['Ready', 'Synced'] : ['Ready']

/** Operators that are played. */
export interface Operators {
  /** Throws what they stumbled over. */
  check(): void
  stop(): Promise<void>
}

/**
 * Plays every operator, because pods run no containers here: it soon reports every custom object of dist in the cluster
 * as healthy, a definition of Crossplane's once its CRDs exist, and it provisions volumes. So Argo CD waits for an
 * operator, and then continues.
 *
 * @param dist the source of the kinds
 */
export function playOperators(cluster: Cluster, dist: readonly KubeObject[]): Operators {
  const kinds = new Set(dist.map((object) => `${groupOf(object)} ${object.kind}`))
  const crds = new Set(dist.filter(({ kind }) => kind === 'CustomResourceDefinition').map(definedKind))
  const isCustom = ({ group, kind }: Resource) =>
    kinds.has(`${group} ${kind}`) && (crds.has(`${group} ${kind}`) || /\.(io|aws|org|dev|sh)$/.test(group))
  let ended = false
  const play = async () => {
    while (!ended) {
      const resources = (await cluster.api.resources()).filter(
        (one) => isCustom(one) && !unjudged.has(one.group) && !one.group.endsWith('.k8s.io'),
      )
      for (const resource of resources) await judge(cluster, resource)
      await provisionVolumes(cluster.api)
      await sleep(1000)
    }
  }
  let failure: unknown
  const playing = play().catch((cause: unknown) => {
    failure = cause
  })
  return {
    check: () => {
      if (failure) throw failure
    },
    stop: async () => {
      ended = true
      await playing
    },
  }
}

async function judge(cluster: Cluster, resource: Resource): Promise<void> {
  const { api, kubectl } = cluster
  const waiting = (await api.list(collection(resource))).filter((one) => !isJudged(one))
  for (const { metadata, ...object } of waiting) {
    if (resource.kind === 'CompositeResourceDefinition') {
      const made = derivedCrds({ ...object, apiVersion: '', kind: resource.kind, metadata })
      await kubectl.apply(made.map((crd) => JSON.stringify(crd)))
    }
    const namespace = resource.scope === 'Namespaced' ? metadata.namespace : undefined
    const path = `${collection(resource, namespace)}/${metadata.name}/status`
    const { status, body } = await api.send('PATCH', path, {
      status: verdict(resource.group, metadata),
    })
    // Objects without a status subresource and objects that were deleted meanwhile are not found.
    if (status >= 400 && status !== 404)
      throw new Error(`${resource.kind} ${metadata.name}: ${messageOf(body)}`)
  }
}

function isJudged({ status }: LiveObject): boolean {
  const { conditions = [], state } = (status ?? {}) as { conditions?: readonly object[]; state?: string }
  return conditions.length > 0 || state !== undefined
}

/** All is well, but for tenants' own hosts: their DNS is missing, as it is on a tenant's first day. */
function verdict(
  group: string,
  { namespace, generation: observedGeneration = 1 }: LiveObject['metadata'],
): object {
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const waits = namespace?.startsWith('tenant-') && ['cert-manager.io', 'k8s.nginx.org'].includes(group)
  return {
    observedGeneration,
    state: waits ? 'Warning' : 'Valid',
    conditions: conditionTypes(group).map((type) => ({
      type,
      status: waits ? 'False' : 'True',
      reason: 'Verified',
      message: '',
      lastTransitionTime,
    })),
  }
}
