import { type Grade, leaves, type Part, type Statements, type Wall, walk } from './wall.ts'

const roles = ['rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/ClusterRole']
const bindings = ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding']

interface Rule {
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
  readonly verbs?: readonly string[]
}

interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

function kubernetesRights({ kind, object }: Part): Statements {
  const found = new Map<string, string>()
  const list = (names: readonly string[] = []) => names.join(', ')
  if (roles.includes(kind)) {
    for (const rule of (object['rules'] ?? []) as readonly Rule[]) {
      const named = rule.resourceNames?.length ? ` named ${list(rule.resourceNames)}` : ''
      const groups = list((rule.apiGroups ?? []).map((group) => group || 'core'))
      const objects = rule.nonResourceURLs?.length
        ? list(rule.nonResourceURLs)
        : `${list(rule.resources)} of ${groups}`
      found.set(`${list(rule.verbs)} ${objects}${named}`, '')
    }
    if (object['aggregationRule'])
      found.set('the rules of other roles', JSON.stringify(object['aggregationRule']))
  }
  if (bindings.includes(kind)) {
    const { kind: role = '', name = '' } = (object['roleRef'] ?? {}) as { kind?: string; name?: string }
    for (const { kind: of, name: who, namespace } of (object['subjects'] ?? []) as readonly Subject[])
      found.set(`${of} ${namespace ? `${namespace}/` : ''}${who}`, `${role}/${name}`)
  }
  return found
}

/** Rights without a bound, and subjects that are everybody. */
const boundless =
  /(?:^|[ ,])(?:\*|escalate|bind|impersonate)(?:,| |$)|\/cluster-admin$|system:(?:masters|authenticated|unauthenticated|anonymous|serviceaccounts)$/

const rightsGrade = (key: string, after: string | undefined, deleted: boolean): Grade => {
  if (deleted) return undefined
  return after !== undefined && (boundless.test(key) || boundless.test(after)) ? 'danger' : 'review'
}

/** Fields of AWS resources and of claims that decide who acts as whom. */
const awsField =
  /(?:^|\.)(?:policyArns?|roleArn|targetRoleArn|role|roles|assumeRolePolicy\w*|permissionsBoundary|principalArn|principals?|serviceAccounts?|kubernetesGroups|managedPolicyArns|accessString|accessScope|trustPolicy|operatorRole)(?:$|[. ])/
const awsKind = /(?:\.aws(?:\.m)?\.upbound\.io|^paddock\.dev)\//

/** Statements of IAM documents in any string of any object, and the fields that attach them. */
function awsRights({ kind, object }: Part): Statements {
  const found = new Map<string, string>()
  walk(object, (path, value) => {
    if (typeof value === 'string' && value.includes('Statement') && value.includes('Effect'))
      for (const statement of statementsOf(value)) found.set(`${fieldOf(path)} ${statement}`, statement)
    if (path.at(-1) === 'eks.amazonaws.com/role-arn') found.set('eks.amazonaws.com/role-arn', String(value))
  })
  if (awsKind.test(kind)) {
    for (const [key, text] of leaves({ spec: object['spec'] }, (path) => awsField.test(path))) {
      if (!text.includes('Statement')) found.set(key, text)
    }
    const patches = (object['patches'] ?? []) as readonly { readonly toFieldPath?: string }[]
    for (const patch of patches)
      if (awsField.test(patch.toFieldPath ?? ''))
        found.set(`patch ${JSON.stringify(patch)}`, 'from the claim')
  }
  return found
}

function fieldOf(path: readonly string[]): string {
  return path.filter((part) => !/^\d+$/.test(part)).at(-1) ?? ''
}

/** Each statement of a document as a text; a template that is no JSON line by line. */
function statementsOf(text: string): string[] {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown }
    const list = Array.isArray(Statement) ? Statement : [Statement]
    return list.map((one) => JSON.stringify(one))
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '')
  }
}

/** An allowed action or a principal that is everything. */
const everything =
  /"(?:Action|NotAction|Principal|AWS|NotPrincipal)":\s*(?:\[\s*)?"\*"|AdministratorAccess|AmazonEKSClusterAdminPolicy/

const awsGrade = (after: string | undefined, deleted: boolean): Grade => {
  if (deleted) return undefined
  const allows = after !== undefined && !/"Effect":\s*"Deny"/.test(after)
  return allows && everything.test(after) ? 'danger' : 'review'
}

/** Each item of a project's lists, whole: a group and a kind mean something together only. */
function fence(object: Part['object']): Statements {
  const { description: _, ...spec } = (object['spec'] ?? {}) as Record<string, unknown>
  const found = new Map<string, string>()
  for (const [field, value] of Object.entries(spec)) {
    if (!Array.isArray(value)) found.set(field, JSON.stringify(value))
    else for (const item of value) found.set(`${field} ${JSON.stringify(item)}`, '')
  }
  return found
}

/** Where secrets are read from and written to. */
const secretField =
  /(?:remoteRef\.(?:key|remoteKey)|dataFrom|secretStoreRefs?|provider|conditions|refreshPolicy)(?:$|[. ])/

/** Walls of rights: RBAC, Argo CD projects, IAM and the sources of secrets. */
export const rightsWalls: readonly Wall[] = [
  {
    wall: 'rights',
    title: 'rights in the cluster',
    read: kubernetesRights,
    grade: ({ key, after, deleted }) => rightsGrade(key, after, deleted),
  },
  {
    wall: 'rights',
    title: 'fence of an Argo CD project',
    read: ({ kind, object }) => (kind === 'argoproj.io/AppProject' ? fence(object) : new Map()),
    grade: ({ key, after, deleted }) =>
      deleted ? undefined : after !== undefined && key.includes('"*"') ? 'danger' : 'review',
  },
  {
    wall: 'aws-rights',
    title: 'rights in AWS',
    read: awsRights,
    grade: ({ after, deleted }) => awsGrade(after, deleted),
  },
  {
    wall: 'secrets',
    title: 'sources of secrets',
    read: ({ kind, object }) =>
      kind.startsWith('external-secrets.io/')
        ? leaves(object['spec'], (path) => secretField.test(path))
        : new Map(),
    grade: ({ deleted }) => (deleted ? undefined : 'review'),
  },
]
