import { expressionProblem } from '../strict/expression.ts'
import {
  distinct,
  exactlyOne,
  has,
  inEach,
  listAt,
  mapAt,
  mapsAt,
  type Problem,
  problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'

const resourceRule: Rule = (value) => {
  const all = (field: string) => listAt(value, field)
  return ['apiGroups', 'apiVersions', 'operations'].flatMap((field) =>
    unless(
      all(field).length <= 1 || !all(field).includes('*'),
      `/${field}`,
      'has * and more, though * is all of them',
    ),
  )
}

const admissionResources: Rule = (value) => {
  const names = listAt(value, 'resourceNames').map(String)
  const resources = listAt(value, 'resources').map(String)
  return [
    ...unless(!resources.includes(''), '/resources', 'has an empty name'),
    ...unless(
      resources.length <= 1 || !resources.includes('*/*'),
      '/resources',
      'has */* and more, though */* is all of them',
    ),
    ...unless(
      !resources.includes('*') || resources.every((one) => one === '*' || one.includes('/')),
      '/resources',
      'has * and a resource, though * is all of them',
    ),
    ...unless(
      resources.every((one) => {
        const [main = '', sub] = one.split('/')
        return (
          sub === undefined ||
          main === '*' ||
          sub === '*' ||
          (!resources.includes(`*/${sub}`) && !resources.includes(`${main}/*`))
        )
      }),
      '/resources',
      'has a subresource that another item covers',
    ),
    ...names.flatMap((name, index) =>
      unless(
        /^[^/%]+$/.test(name) && name !== '.' && name !== '..' && names.indexOf(name) === index,
        `/resourceNames/${index}`,
        'is not a name, or there twice',
      ),
    ),
    ...listAt(value, 'apiVersions').flatMap((one, index) =>
      unless(one !== '', `/apiVersions/${index}`, 'is empty'),
    ),
  ]
}

/** The names of webhooks have three parts and differ. */
const webhooks: Rule = (value) => [
  ...distinct(mapsAt(value, 'webhooks'), (one) => textAt(one, 'name'), 'name'),
  ...inEach(mapsAt(value, 'webhooks'), (one) => [
    ...unless(
      textAt(one, 'name').split('.').length >= 3,
      '/name',
      'must have at least three parts with dots between',
    ),
    ...unless(
      listAt(one, 'admissionReviewVersions').some((version) => version === 'v1' || version === 'v1beta1'),
      '/admissionReviewVersions',
      'must include v1 or v1beta1',
    ),
    ...unless(
      listAt(one, 'admissionReviewVersions').every((version) =>
        /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(String(version)),
      ) &&
        new Set(listAt(one, 'admissionReviewVersions')).size ===
          listAt(one, 'admissionReviewVersions').length,
      '/admissionReviewVersions',
      'must be versions, each once',
    ),
    ...distinct(mapsAt(one, 'matchConditions'), (condition) => textAt(condition, 'name'), 'name'),
    ...inEach(mapsAt(one, 'matchConditions'), (condition) =>
      compiled(condition, 'expression', 'bool', ofWebhook),
    ),
  ]),
]

/** A policy is asked about some resources. */
const matched: Rule = (value) =>
  unless(
    has(mapAt(value, 'matchConstraints'), 'resourceRules'),
    '/matchConstraints/resourceRules',
    'is needed',
  )

const ofWebhook = ['object', 'oldObject', 'request', 'authorizer'] as const
const ofPolicy = [...ofWebhook, 'namespaceObject', 'variables'] as const

/** Expressions at a place compile. */
function compiled(
  value: Value,
  field: string,
  result: 'bool' | 'string',
  variables: readonly string[],
): readonly Problem[] {
  const text = textAt(value, field)
  const found = text === '' ? undefined : expressionProblem(text, variables, result)
  return found === undefined ? [] : [problem(`/${field}`, found)]
}

const expressions: Rule = (value) => {
  const variables = value['paramKind'] === undefined ? ofPolicy : [...ofPolicy, 'params']
  return [
    ...inEach(mapsAt(value, 'validations'), (one) => [
      ...compiled(one, 'expression', 'bool', variables),
      ...compiled(one, 'messageExpression', 'string', variables),
    ]),
    ...inEach(mapsAt(value, 'matchConditions'), (one) => compiled(one, 'expression', 'bool', variables)),
    ...inEach(mapsAt(value, 'auditAnnotations'), (one) =>
      compiled(one, 'valueExpression', 'string', variables),
    ),
  ]
}

const admissionPolicy: Rule = (value) => [
  ...unless(has(value, 'validations') || has(value, 'auditAnnotations'), '/validations', 'is needed'),
  ...distinct(mapsAt(value, 'variables'), (one) => textAt(one, 'name'), 'name'),
  ...distinct(mapsAt(value, 'matchConditions'), (one) => textAt(one, 'name'), 'name'),
  ...distinct(mapsAt(value, 'auditAnnotations'), (one) => textAt(one, 'key'), 'key'),
]

const validation: Rule = (value) =>
  unless(!/[\n\r]/.test(textAt(value, 'message')), '/message', 'has several lines')

const binding: Rule = (value) => {
  const actions = listAt(value, 'validationActions')
  return [
    ...unless(new Set(actions).size === actions.length, '/validationActions', 'repeats an action'),
    ...unless(
      !(actions.includes('Deny') && actions.includes('Warn')),
      '/validationActions',
      'has Deny and Warn',
    ),
  ]
}

const parameters: Rule = (value) => [
  ...exactlyOne(value, ['name', 'selector']),
  ...unless(value['parameterNotFoundAction'] !== undefined, '/parameterNotFoundAction', 'is needed'),
]

/** Rules on webhooks and admission policies, by definition. */
export const admissionRules: Readonly<Record<string, readonly Rule[]>> = {
  MutatingWebhookConfiguration: [webhooks],
  NamedRuleWithOperations: [resourceRule, admissionResources],
  ParamRef: [parameters],
  RuleWithOperations: [resourceRule, admissionResources],
  ValidatingAdmissionPolicyBindingSpec: [binding],
  ValidatingAdmissionPolicySpec: [admissionPolicy, matched, expressions],
  ValidatingWebhookConfiguration: [webhooks],
  Validation: [validation],
}
