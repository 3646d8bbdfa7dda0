import type { AllowedKind } from './kind.ts'
import { tenantRoles } from './roles.ts'
import {
  anything,
  atLeast,
  either,
  exactly,
  fields,
  list,
  type OwnList,
  one,
  open,
  own,
  type Shape,
} from './shape.ts'

const group = 'rbac.authorization.k8s.io'
const named = (name: string) => open({ name: one(name) })

const secretRule = (verbs: readonly string[], ...names: readonly string[]) =>
  fields(
    {
      apiGroups: exactly(['']),
      resourceNames: list(one(...names), 1),
      resources: exactly(['secrets']),
      verbs: exactly(verbs),
    },
    'apiGroups',
    'resourceNames',
    'resources',
    'verbs',
  )
const createSecrets = exactly({ apiGroups: [''], resources: ['secrets'], verbs: ['create'] })

/** Rules that make a tenant's Secrets on a laptop, of which the account may read the named ones. */
export function secretsRole(...names: readonly string[]): Shape {
  return list(either(createSecrets, secretRule(['get'], ...names)), 1)
}

const role = (name: string, rules: Shape) => atLeast({ metadata: named(name), rules })

/** An account of a namespace. */
export function account(name: string, namespace: string): Shape {
  return fields(
    { apiGroup: one(''), kind: one('ServiceAccount'), name: one(name), namespace: one(namespace) },
    'kind',
    'name',
    'namespace',
  )
}

const groups = (members: OwnList) =>
  fields({ apiGroup: one(group), kind: one('Group'), name: own(members) }, 'apiGroup', 'kind', 'name')

/** A binding of a Role of the same name and namespace. Nothing binds a ClusterRole, whose rules others may change. */
export function binding(name: string, subject: Shape): Shape {
  return atLeast({
    metadata: named(name),
    roleRef: fields({ apiGroup: one(group), kind: one('Role'), name: one(name) }, 'apiGroup', 'kind', 'name'),
    subjects: list(subject, 1),
  })
}

const people = {
  'tenant-admin': 'adminGroups',
  'tenant-auditor': 'auditorGroups',
  'platform-operator': 'operatorGroups',
} as const

/** Rules and bindings of a tenant's namespace. Each binding gives one Role to the subjects that it is for. */
export const rbacKinds: readonly AllowedKind[] = [
  {
    group,
    version: 'v1',
    kind: 'Role',
    plural: 'roles',
    name: one(...Object.keys(tenantRoles), 'database-passwords', 'secrets-{tenant}'),
    fields: { rules: anything },
    whole: either(
      ...Object.entries(tenantRoles).map(([name, rules]) => role(name, exactly(rules))),
      role('database-passwords', list(secretRule(['get'], '{namespace}-secrets'), 1)),
      role('secrets-{tenant}', secretsRole('{namespace}-secrets')),
    ),
  },
  {
    group,
    version: 'v1',
    kind: 'RoleBinding',
    plural: 'rolebindings',
    name: anything,
    fields: { roleRef: anything, subjects: anything },
    whole: either(
      ...Object.entries(people).map(([name, members]) => binding(name, groups(members))),
      binding('migrate', account('migrate', '{namespace}')),
      binding('model-gateway', account('model-gateway', '{namespace}')),
      binding('database-passwords', account('tenant-passwords', 'paddock-data')),
      binding('secrets-{tenant}', account('secrets-{tenant}', 'paddock-data')),
    ),
  },
]
