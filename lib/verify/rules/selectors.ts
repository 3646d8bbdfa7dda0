import { has, listAt, mapAt, mapsAt, type Rule, textAt, unless } from '../strict/rule.ts'

/** An expression of a selector of labels or of nodes has values exactly when its operator compares with some. */
const expression: Rule = (value) => {
  const operator = textAt(value, 'operator')
  const values = listAt(value, 'values')
  if (operator === 'In' || operator === 'NotIn')
    return unless(values.length > 0, '/values', `is needed by the operator ${operator}`)
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return unless(values.length === 0, '/values', `is nothing that the operator ${operator} compares with`)
  const number = values.length === 1 && /^[+-]?\d+$/.test(String(values[0]))
  return operator === 'Gt' || operator === 'Lt' ? unless(number, '/values', 'must be one number') : []
}

/** Field expressions of nodes know the name alone. */
const term: Rule = (value) =>
  mapsAt(value, 'matchFields').flatMap(([at, field]) => [
    ...unless(textAt(field, 'key') === 'metadata.name', `${at}/key`, 'must be metadata.name'),
    ...unless(listAt(field, 'values').length === 1, `${at}/values`, 'must be one name'),
  ])

const toleration: Rule = (value) => {
  const operator = textAt(value, 'operator') || 'Equal'
  return [
    ...unless(
      has(value, 'key') || operator === 'Exists',
      '/operator',
      'must be Exists in a toleration without a key',
    ),
    ...unless(
      !(operator === 'Exists' && has(value, 'value')),
      '/value',
      'is compared by the operator Equal alone',
    ),
    ...unless(
      value['tolerationSeconds'] === undefined || value['effect'] === 'NoExecute',
      '/effect',
      'must be NoExecute with tolerationSeconds',
    ),
  ]
}

/** Keys that select by the pod's own labels need a selector, and may not be in it. */
const ownLabels: Rule = (value) => {
  const selector = mapAt(value, 'labelSelector')
  const named = new Set([
    ...Object.keys(mapAt(selector, 'matchLabels')),
    ...mapsAt(selector, 'matchExpressions').map(([, one]) => textAt(one, 'key')),
  ])
  const keys = (field: string) => listAt(value, field).map(String)
  const mismatched = keys('mismatchLabelKeys')
  return ['matchLabelKeys', 'mismatchLabelKeys'].flatMap((field) => [
    ...unless(
      keys(field).length === 0 || value['labelSelector'] !== undefined,
      `/${field}`,
      'needs a labelSelector',
    ),
    ...keys(field).flatMap((key, index) => [
      ...unless(
        !(field === 'matchLabelKeys' && (named.has(key) || mismatched.includes(key))),
        `/${field}/${index}`,
        'is in the selector as well',
      ),
      ...unless(keys(field).indexOf(key) === index, `/${field}/${index}`, 'is there twice'),
    ]),
  ])
}

const spread: Rule = (value) =>
  unless(
    value['minDomains'] === undefined || value['whenUnsatisfiable'] === 'DoNotSchedule',
    '/minDomains',
    'is for DoNotSchedule alone',
  )

/** Rules on selection, by definition. */
export const selectorRules: Readonly<Record<string, readonly Rule[]>> = {
  LabelSelectorRequirement: [expression],
  NodeSelectorRequirement: [expression],
  ScopedResourceSelectorRequirement: [expression],
  NodeSelectorTerm: [term],
  Toleration: [toleration],
  PodAffinityTerm: [ownLabels],
  TopologySpreadConstraint: [ownLabels, spread],
}
