import type { KubeObject } from '../../../lib/kube/object.ts'
import type { ClusterSpec, TenantSpec } from '../../../lib/spec/index.ts'
import type { Api, Identity } from './api.ts'
import { allowed, type Request, type Role, refused } from './permissions.ts'

/** A group of people, and the namespaces in which it has a role. */
export interface Member {
  readonly group: string
  readonly roles: ReadonlyMap<string, Role>
}

/** Every group that the specs name, with what it is where. */
export function members(cluster: ClusterSpec, tenants: readonly TenantSpec[]): readonly Member[] {
  const found = new Map<string, Map<string, Role>>()
  const add = (group: string, id: string, role: Role) =>
    found.set(group, (found.get(group) ?? new Map<string, Role>()).set(`tenant-${id}`, role))
  for (const { id, access } of tenants) {
    for (const group of cluster.operatorGroups) add(group, id, 'operator')
    for (const group of access?.auditorGroups ?? []) add(group, id, 'auditor')
    for (const group of access?.adminGroups ?? []) add(group, id, 'admin')
  }
  return [...found].map(([group, roles]) => ({ group, roles }))
}

/** Somebody of a group. */
export function somebody(group: string): Identity {
  return { user: `somebody@${group}`, groups: [group, 'system:authenticated'] }
}

/** Every service account among some objects, as its pods would call the API server. */
export function serviceAccounts(
  objects: readonly KubeObject[],
): readonly (Identity & { readonly namespace: string; readonly name: string })[] {
  return objects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata: { namespace = '', name } }) => ({
      namespace,
      name,
      user: `system:serviceaccount:${namespace}:${name}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    }))
}

/** The answers to every question of the table: how many, and which were wrong. */
export interface AccessOutcome {
  readonly asked: number
  readonly wrong: readonly string[]
}

/**
 * Asks, by SubjectAccessReview, whether each group may do what its role is for, in its namespaces, and nothing of it
 * anywhere else: not in other tenants' namespaces, the platform's, or the cluster as a whole (namespace '').
 */
export async function reviewAccess(
  api: Api,
  all: readonly Member[],
  namespaces: readonly string[],
): Promise<AccessOutcome> {
  const everything = [
    ...new Map([...Object.values(allowed).flat(), ...refused].map((one) => [words(one), one])).values(),
  ]
  let asked = 0
  const wrong: string[] = []
  for (const { group, roles } of all) {
    for (const namespace of ['', ...namespaces]) {
      const role = roles.get(namespace)
      const may = new Set(role ? allowed[role].map(words) : [])
      const answers = await Promise.all(
        everything.map((one) => isAllowed(api, somebody(group), namespace, one)),
      )
      asked += answers.length
      everything.forEach((one, index) => {
        if (answers[index] === may.has(words(one))) return
        wrong.push(
          `${group} ${answers[index] ? 'may' : 'may not'} ${words(one)} in ${namespace || 'the cluster'}`,
        )
      })
    }
  }
  return { asked, wrong }
}

function words({ verb, group, resource, subresource }: Request): string {
  return `${verb} ${resource}${subresource ? `/${subresource}` : ''}${group ? `.${group}` : ''}`
}

async function isAllowed(api: Api, who: Identity, namespace: string, what: Request): Promise<boolean> {
  const { body } = await api.send<{ status: { allowed: boolean } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: who.user, groups: who.groups, resourceAttributes: { namespace, ...what } },
    },
  )
  return body.status.allowed
}

interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
}

/** All that somebody may do in a namespace, by the API server's own account; sorted words. */
export async function permissionsOf(api: Api, who: Identity, namespace: string): Promise<readonly string[]> {
  const { body } = await api.send<{ status: { incomplete: boolean; resourceRules: readonly Rule[] } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
    who,
  )
  const rights = body.status.resourceRules.flatMap(
    ({ verbs, apiGroups = [''], resources = [], resourceNames = [] }) =>
      verbs.flatMap((verb) =>
        apiGroups.flatMap((group) =>
          resources.map(
            (resource) =>
              `${verb} ${resource}${group ? `.${group}` : ''}${resourceNames.length > 0 ? ` ${resourceNames}` : ''}`,
          ),
        ),
      ),
  )
  return [...new Set(rights)].sort()
}

/** Permissions of a role, in the format of `permissionsOf`. */
export function permissionsOfRole(role: Role): readonly string[] {
  return allowed[role].map(words).sort()
}
