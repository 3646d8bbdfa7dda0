import { parse } from '@marcbachmann/cel-js'
import { type AdmissionPolicy, admissionPolicies } from '../../lib/kube/allow/admission.ts'
import { tenantPlaces } from '../../lib/kube/allow/tenant.ts'
import type { KubeObject } from '../../lib/kube/object.ts'
import { celValue } from '../../lib/verify/cel-value.ts'
import { objects } from './tenant.ts'

const kinds = [...tenantPlaces.tenant, ...tenantPlaces.cluster]
const plurals = new Map(kinds.map(({ group, kind, plural }) => [`${group} ${kind}`, plural]))
const compiled = new Map<string, ReturnType<typeof parse>>()

function run(expression: string, context: Record<string, unknown>): unknown {
  const program = compiled.get(expression) ?? parse(expression)
  compiled.set(expression, program)
  return program(context)
}

/**
 * Refusals of an object by the admission policies, as the API server would evaluate them: a rule that fails to compute
 * is a refusal. For kinds of the table only.
 */
export function refusals(object: KubeObject): string[] {
  const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : ''
  const plural = plurals.get(`${group} ${object.kind}`) ?? `${object.kind.toLowerCase()}s`
  const request = { resource: { group, resource: plural } }
  const matching = admissionPolicies.filter(
    ({ resource }) => resource.plural === '*' || (resource.group === group && resource.plural === plural),
  )
  const namespaceObject = objects.find(({ kind }) => kind === 'Namespace')
  return matching
    .filter(({ on }) => on === 'namespaces' || object.metadata.namespace !== undefined)
    .flatMap((policy) => broken(policy, { object: celValue(object), namespaceObject, request }))
}

function broken({ variables, rules }: AdmissionPolicy, context: Record<string, unknown>): string[] {
  // Lazy, as in the API server: a fact that no rule reads may be absent.
  const values: Record<string, unknown> = {}
  for (const { name, expression } of variables) {
    try {
      values[name] = run(expression, { ...context, variables: values })
    } catch {
      // The rules that read it fail.
    }
  }
  return rules
    .filter(({ expression }) => !holds(expression, { ...context, variables: values }))
    .map(({ message }) => message)
}

function holds(expression: string, context: Record<string, unknown>): boolean {
  try {
    return run(expression, context) === true
  } catch {
    return false
  }
}
