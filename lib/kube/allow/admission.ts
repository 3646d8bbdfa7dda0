import { type Names, type Rule, rulesOf } from './cel.ts'
import { namespaceKind } from './core.ts'
import { derivedKinds } from './derived.ts'
import type { AllowedKind } from './kind.ts'
import { pod } from './pods.ts'
import { anything, fields } from './shape.ts'
import { tenantKinds } from './tenant.ts'
import { tenantPods } from './workloads.ts'

/** One ValidatingAdmissionPolicy of the table. */
export interface AdmissionPolicy {
  readonly name: string
  readonly resource: { readonly group: string; readonly version: string; readonly plural: string }
  readonly operations: readonly ('CREATE' | 'UPDATE')[]
  /** `tenants`: objects in namespaces with a tenant's label. `namespaces`: the namespaces themselves, by their name. */
  readonly on: 'tenants' | 'namespaces'
  readonly variables: readonly { readonly name: string; readonly expression: string }[]
  readonly rules: readonly Rule[]
}

const annotation = (name: string) =>
  `namespaceObject.metadata.annotations['paddock.dev/${name}'].split('\\n')`
const label = (name: string) => `namespaceObject.metadata.labels['paddock.dev/${name}']`

/** Facts of the tenant, which its namespace states: `lib/resolve/labels.ts` writes them there. */
const facts = {
  // Without the types of the schema: a rule looks at fields by name, and at names of fields.
  object: 'dyn(object)',
  // `namespace` is a reserved word of CEL.
  place: 'variables.object.metadata.namespace',
  tenant: label('tenant'),
  cell: label('cell'),
  hosts: annotation('hosts'),
  adminGroups: annotation('admin-groups'),
  auditorGroups: annotation('auditor-groups'),
  operatorGroups: annotation('operator-groups'),
} as const

const names: Names = {
  texts: { namespace: 'variables.place', tenant: 'variables.tenant', cell: 'variables.cell' },
  lists: {
    hosts: 'variables.hosts',
    adminGroups: 'variables.adminGroups',
    auditorGroups: 'variables.auditorGroups',
    operatorGroups: 'variables.operatorGroups',
  },
}

/**
 * Facts that rules, or facts that rules use, name. A policy that computed another would fail where a namespace lacks it.
 */
function variablesOf(rules: readonly Rule[], all: Readonly<Record<string, string>> = facts) {
  const used = new Set<string>()
  const read = (expression: string) => {
    for (const [, name = ''] of expression.matchAll(/\bvariables\.(\w+)/g)) {
      if (used.has(name)) continue
      used.add(name)
      read(all[name] ?? '')
    }
  }
  for (const { expression } of rules) read(expression)
  return Object.entries(all)
    .filter(([name]) => used.has(name))
    .map(([name, expression]) => ({ name, expression }))
}

function rulesOfKind({ name, fields: all, needs = [], metadata, whole }: AllowedKind): Rule[] {
  // The API server has checked these; controllers write the last one.
  const always = { apiVersion: anything, kind: anything, metadata: anything, status: anything }
  return [
    ...rulesOf(name, 'variables.object.metadata.name', 'metadata.name', names),
    ...(metadata ? rulesOf(metadata, 'variables.object.metadata', 'metadata', names) : []),
    ...rulesOf(fields({ ...always, ...all }, ...needs), 'variables.object', '', names),
    ...(whole ? rulesOf(whole, 'variables.object', '', names) : []),
  ]
}

function policyOf(kind: AllowedKind): AdmissionPolicy {
  const { group, version, plural } = kind
  const at = podOf(kind)
  const rules = at === undefined ? rulesOfKind(kind) : shortened(rulesOfKind(kind), at)
  return {
    name: resourceName(kind),
    resource: { group, version, plural },
    operations: ['CREATE', 'UPDATE'],
    on: 'tenants',
    variables: variablesOf(rules, at === undefined ? facts : { ...facts, pod: at, containers }),
    rules,
  }
}

/** Init containers have the shape of containers, so one rule looks at both. */
const containers =
  'variables.pod.containers + (has(variables.pod.initContainers) ? variables.pod.initContainers : [])'

/** Expression of the pod in an object of a kind that has one. */
function podOf({ fields: { spec } }: AllowedKind): string | undefined {
  if (spec?.is !== 'fields') return undefined
  if (spec.fields['containers']) return 'variables.object.spec'
  return spec.fields['template'] ? 'variables.object.spec.template.spec' : undefined
}

/** Rules on a pod by the names of its parts, with those on init containers left out. */
function shortened(rules: readonly Rule[], at: string): Rule[] {
  return rules
    .filter(({ message }) => !message.includes('initContainers['))
    .map(({ expression, message }) => ({
      message,
      expression: expression
        .replaceAll(`${at}.containers.all(`, 'variables.containers.all(')
        .replaceAll(`${at}.`, 'variables.pod.')
        .replaceAll(`(${at})`, '(variables.pod)'),
    }))
}

/** `deployments.apps`; of the core group `services`. */
export function resourceName({ group, plural }: Pick<AllowedKind, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`
}

const podKind: AllowedKind = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  name: anything,
  fields: { spec: pod(tenantPods) },
  needs: ['spec'],
}

/** Nobody looks into a running pod of a tenant by a container of its own: it would see the conversations. */
const ephemeralContainers: AdmissionPolicy = {
  name: 'ephemeralcontainers',
  resource: { group: '', version: 'v1', plural: 'pods/ephemeralcontainers' },
  operations: ['CREATE', 'UPDATE'],
  on: 'tenants',
  variables: [],
  rules: [{ expression: 'false', message: 'a tenant’s pods get no ephemeral containers' }],
}

/** Kinds that may be made in a tenant's namespace at all, as `<plural>.<group>`. */
export const admittedKinds: readonly string[] = [
  ...tenantKinds.map(resourceName),
  ...Object.keys(derivedKinds),
].sort()

const kinds: AdmissionPolicy = {
  name: 'kinds',
  resource: { group: '*', version: '*', plural: '*' },
  operations: ['CREATE'],
  on: 'tenants',
  variables: [
    {
      name: 'kind',
      expression:
        "request.resource.group == '' ? request.resource.resource : request.resource.resource + '.' + request.resource.group",
    },
  ],
  rules: [
    {
      expression: `variables.kind in [${admittedKinds.map((one) => `'${one}'`).join(', ')}]`,
      message: 'a tenant’s namespace has no objects of this kind',
    },
  ],
}

function namespaces(): AdmissionPolicy {
  const rules = rulesOfKind(namespaceKind)
  const own = {
    object: 'dyn(object)',
    tenant: "variables.object.metadata.labels['paddock.dev/tenant']",
    place: "'tenant-' + variables.tenant",
  }
  return {
    name: 'namespaces',
    resource: { group: '', version: 'v1', plural: 'namespaces' },
    operations: ['CREATE', 'UPDATE'],
    on: 'namespaces',
    variables: variablesOf([...rules, { expression: 'variables.tenant', message: '' }], own),
    rules,
  }
}

/** Every policy of the table, by name. */
export const admissionPolicies: readonly AdmissionPolicy[] = [
  namespaces(),
  kinds,
  ...tenantKinds.map(policyOf),
  policyOf(podKind),
  ephemeralContainers,
]
