import { error, type Finding } from '../../findings/finding.ts'
import type { AllowedKind } from '../../kube/allow/kind.ts'
import { objectMisses } from '../../kube/allow/object.ts'
import type { Own } from '../../kube/allow/shape.ts'
import { tenantPlaces } from '../../kube/allow/tenant.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { ResolvedCluster, ResolvedTenant } from '../../resolve/types.ts'
import type { ValidManifest } from '../valid.ts'

/** The facts of a tenant that its objects may name. */
export function ownFacts(tenant: ResolvedTenant, cluster: Pick<ResolvedCluster, 'name' | 'gitOps'>): Own {
  return {
    tenant: tenant.id,
    namespace: tenant.namespace,
    cell: tenant.cell,
    cluster: cluster.name,
    repository: cluster.gitOps.repository,
    hosts: tenant.access?.hosts ?? [],
    adminGroups: tenant.rbac.adminGroups,
    auditorGroups: tenant.rbac.auditorGroups,
    operatorGroups: tenant.rbac.operatorGroups,
  }
}

/** Findings for every object of a tenant's unit that the table does not list, and every value in it. */
export function verifyAllowed(manifests: readonly ValidManifest[], own: Own): Finding[] {
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap((object) => {
      const at = (field: string) => ({
        file: `dist/${path}`,
        field: `${object.kind}/${object.metadata.name} ${field}`,
      })
      const kind = allowedKind(object, own)
      if (!kind) {
        const { kind: name, metadata } = object
        return [
          error('policy', at('kind'), {
            problem: 'kind-not-listed',
            kind: name,
            ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
          }),
        ]
      }
      return objectMisses(kind, object, own).map(({ path: field, value, allowed }) =>
        error('policy', at(field), {
          problem: 'not-listed',
          allowed,
          ...(value === undefined ? {} : { value }),
        }),
      )
    }),
  )
}

function allowedKind(object: KubeObject, own: Own): AllowedKind | undefined {
  return placeOf(object, own)?.find(
    ({ group, version, kind }) =>
      kind === object.kind && object.apiVersion === (group === '' ? version : `${group}/${version}`),
  )
}

function placeOf({ metadata: { namespace } }: KubeObject, own: Own): readonly AllowedKind[] | undefined {
  switch (namespace) {
    case undefined:
      return tenantPlaces.cluster
    case own.namespace:
      return tenantPlaces.tenant
    case 'paddock-data':
      return tenantPlaces.data
    case 'argocd':
      return tenantPlaces.argocd
    default:
      return undefined
  }
}
