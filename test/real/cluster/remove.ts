import { type Api, collection, messageOf, type Resource } from './api.ts'
import { type Document, groupOf, title } from './dist.ts'

/** The documents of one tenant: its folder, and what Argo CD has for it. */
export function tenantDocuments(dist: readonly Document[], cluster: string, id: string): readonly Document[] {
  return dist.filter(
    ({ path }) =>
      path.startsWith(`${cluster}/tenants/${id}/`) || path === `${cluster}/argocd/tenant-${id}.yaml`,
  )
}

/** Kinds whose finalizer Argo CD removes when their objects are deleted. */
const ofArgocd = new Set(['Application', 'AppProject'])

/**
 * Deletes what some documents made, last applied first, as Argo CD's cascade does; finalizers of Argo CD are removed,
 * as it would at the end. An object that was deleted with its namespace is no error.
 */
export async function remove(api: Api, documents: readonly Document[]): Promise<void> {
  const resources = await api.resources()
  for (const { object } of [...documents].reverse()) {
    const path = pathOf(object, resources)
    if (ofArgocd.has(object.kind)) await api.send('PATCH', path, { metadata: { finalizers: null } })
    const { status, body } = await api.send<unknown>('DELETE', path, { propagationPolicy: 'Background' })
    if (status >= 400 && status !== 404) throw new Error(`${title(object)}: ${status} ${messageOf(body)}`)
  }
}

function pathOf(object: Document['object'], resources: readonly Resource[]): string {
  const group = groupOf(object)
  const found = resources.find((one) => one.group === group && one.kind === object.kind)
  if (!found) throw new Error(`${object.apiVersion} ${object.kind} is not served`)
  const namespace = found.scope === 'Namespaced' ? object.metadata.namespace : undefined
  return `${collection(found, namespace)}/${object.metadata.name}`
}
