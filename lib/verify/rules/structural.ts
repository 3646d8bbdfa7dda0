import { isRecord } from '../record.ts'
import { goRegExp } from '../strict/go-regexp.ts'
import { has, listAt, mapAt, type Problem, problem, textAt, unless, type Value } from '../strict/rule.ts'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']
const forbidden = [
  '$ref',
  '$schema',
  'id',
  'additionalItems',
  'definitions',
  'dependencies',
  'patternProperties',
] as const
const intOrString = 'x-kubernetes-int-or-string'
const branches = ['allOf', 'anyOf', 'oneOf'] as const
/** Keywords that describe a value: a branch of a condition has none. */
const structure = [
  'additionalProperties',
  'default',
  'description',
  'nullable',
  'title',
  'type',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
] as const

/**
 * Rules of structural schemas: each value has one type, said once.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function structuralProblems(schema: Value, at: string, root = true): readonly Problem[] {
  return [
    ...typeProblems(schema, at, root),
    ...extensionProblems(schema, at),
    ...listProblems(schema, at),
    ...keywordProblems(schema, at),
    ...branches.flatMap((keyword) =>
      listAt(schema, keyword).flatMap((one, index) =>
        isRecord(one) ? branchProblems(one, schema, `${at}/${keyword}/${index}`, keyword) : [],
      ),
    ),
    ...(isRecord(schema['not']) ? branchProblems(schema['not'], schema, `${at}/not`, 'not') : []),
    ...children(schema, at).flatMap(([place, child]) => structuralProblems(child, place, false)),
  ]
}

function children(schema: Value, at: string): readonly (readonly [string, Value])[] {
  const named = Object.entries(mapAt(schema, 'properties')).map(([key, child]): [string, unknown] => [
    `${at}/properties/${key.replaceAll('/', '~1')}`,
    child,
  ])
  const single = ['items', 'additionalProperties'].map((key): [string, unknown] => [
    `${at}/${key}`,
    schema[key],
  ])
  return [...named, ...single].flatMap(([place, child]) => (isRecord(child) ? [[place, child] as const] : []))
}

function typeProblems(schema: Value, at: string, root: boolean): readonly Problem[] {
  const type = textAt(schema, 'type')
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true
  const mixed = schema[intOrString] === true
  if (root) return unless(type === 'object', `${at}/type`, 'must be object at the root')
  if (type === '') return unless(open || mixed, `${at}/type`, 'is needed')
  return [
    ...unless(types.includes(type), `${at}/type`, `must be one of ${types.join(', ')}`),
    ...unless(!mixed, `${at}/type`, 'is not for an int-or-string'),
  ]
}

function extensionProblems(schema: Value, at: string): readonly Problem[] {
  const type = textAt(schema, 'type')
  const open = schema['x-kubernetes-preserve-unknown-fields']
  const mapType = schema['x-kubernetes-map-type']
  const embedded = schema['x-kubernetes-embedded-resource'] === true
  return [
    ...unless(
      open === undefined || open === true,
      `${at}/x-kubernetes-preserve-unknown-fields`,
      'must be true or absent',
    ),
    ...unless(
      open !== true || type === '' || type === 'object',
      `${at}/x-kubernetes-preserve-unknown-fields`,
      'is for objects',
    ),
    ...unless(
      mapType === undefined || ((mapType === 'atomic' || mapType === 'granular') && type === 'object'),
      `${at}/x-kubernetes-map-type`,
      'must be atomic or granular, of an object',
    ),
    ...unless(
      !embedded || (type === 'object' && (open === true || has(schema, 'properties'))),
      `${at}/x-kubernetes-embedded-resource`,
      'is for objects with fields',
    ),
  ]
}

function listProblems(schema: Value, at: string): readonly Problem[] {
  const type = textAt(schema, 'type')
  const listType = schema['x-kubernetes-list-type']
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').map(String)
  const items = mapAt(schema, 'items')
  const fields = mapAt(items, 'properties')
  const required = listAt(items, 'required')
  return [
    ...unless(type !== 'array' || isRecord(schema['items']), `${at}/items`, 'is needed by an array'),
    ...unless(
      listType === undefined || (['atomic', 'set', 'map'].includes(String(listType)) && type === 'array'),
      `${at}/x-kubernetes-list-type`,
      'must be atomic, set or map, of an array',
    ),
    ...unless(
      listType !== 'map' || (keys.length > 0 && textAt(items, 'type') === 'object'),
      `${at}/x-kubernetes-list-map-keys`,
      'is needed by a list that is a map of objects',
    ),
    ...unless(
      listType === 'map' || keys.length === 0,
      `${at}/x-kubernetes-list-map-keys`,
      'is for the list type map',
    ),
    ...unless(new Set(keys).size === keys.length, `${at}/x-kubernetes-list-map-keys`, 'repeats a key'),
    ...keys.flatMap((key, index) =>
      unless(
        isRecord(fields[key]) &&
          !['array', 'object'].includes(textAt(fields[key], 'type')) &&
          (required.includes(key) || fields[key]['default'] !== undefined),
        `${at}/x-kubernetes-list-map-keys/${index}`,
        'is no required scalar field of the items',
      ),
    ),
    ...unless(
      listType !== 'set' ||
        !['array', 'object'].includes(textAt(items, 'type')) ||
        items['x-kubernetes-list-type'] === 'atomic' ||
        items['x-kubernetes-map-type'] === 'atomic',
      `${at}/items`,
      'of a set must be scalar or atomic',
    ),
  ]
}

function keywordProblems(schema: Value, at: string): readonly Problem[] {
  const both = isRecord(schema['properties']) && schema['additionalProperties'] !== undefined
  return [
    ...forbidden.flatMap((keyword) =>
      unless(schema[keyword] === undefined, `${at}/${keyword}`, 'is not for CRDs'),
    ),
    ...unless(schema['uniqueItems'] !== true, `${at}/uniqueItems`, 'cannot be true: say list type set'),
    ...unless(!both, `${at}/additionalProperties`, 'may not be there with properties'),
    ...unless(
      schema['additionalProperties'] !== false,
      `${at}/additionalProperties`,
      'cannot be false: fields that are not named are dropped',
    ),
    ...patternProblems(schema, at),
    ...defaultProblems(schema, at),
  ]
}

function patternProblems(schema: Value, at: string): readonly Problem[] {
  const pattern = textAt(schema, 'pattern')
  try {
    goRegExp(pattern, '')
    return []
  } catch {
    return [problem(`${at}/pattern`, 'is not a regular expression')]
  }
}

const typeOfValue: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  object: isRecord,
  string: (value) => typeof value === 'string',
}

function defaultProblems(schema: Value, at: string): readonly Problem[] {
  return schema['default'] === undefined ? [] : valueProblems(schema['default'], schema, `${at}/default`)
}

/** A default is a value that its schema takes. */
function valueProblems(value: unknown, schema: Value, at: string): readonly Problem[] {
  const fits = typeOfValue[textAt(schema, 'type')]
  const allowed = listAt(schema, 'enum')
  const fields = mapAt(schema, 'properties')
  const named = textAt(schema, 'type') === 'object' && isRecord(value) && isRecord(schema['properties'])
  return [
    ...unless(fits === undefined || fits(value), at, 'is not of the type'),
    ...unless(allowed.length === 0 || allowed.includes(value), at, 'is not among the values'),
    ...unless(
      !named || Object.keys(value).every((key) => key in fields),
      at,
      'has a field that the schema has not',
    ),
    ...(named
      ? Object.entries(value).flatMap(([key, child]) =>
          valueProblems(child, mapAt(fields, key), `${at}/${key}`),
        )
      : []),
  ]
}

/** Exactly the two types of an int-or-string, in their order. */
function isIntOrString(schema: Value): boolean {
  const types = listAt(schema, 'anyOf').map((one) => (isRecord(one) ? JSON.stringify(one) : ''))
  return types.length === 2 && types[0] === '{"type":"integer"}' && types[1] === '{"type":"string"}'
}

function branchProblems(branch: Value, parent: Value, at: string, keyword: string): readonly Problem[] {
  // The one exception: an int-or-string says its two types so.
  const mixed = parent[intOrString] === true && (keyword === 'anyOf' || keyword === 'allOf')
  const twoTypes = mixed && keyword === 'anyOf' && isIntOrString(parent)
  const stated = structure.filter((one) => branch[one] !== undefined && !(one === 'type' && twoTypes))
  return [
    ...stated
      .filter((one) => !(mixed && keyword === 'allOf' && one === 'type'))
      .map((one) => problem(`${at}/${one}`, 'is not for a branch of a condition')),
    ...patternProblems(branch, at),
    ...branches.flatMap((inner) =>
      listAt(branch, inner).flatMap((one, place) =>
        isRecord(one)
          ? branchProblems(
              one,
              mixed ? { ...branch, [intOrString]: true } : branch,
              `${at}/${inner}/${place}`,
              inner,
            )
          : [],
      ),
    ),
    ...Object.entries(mapAt(branch, 'properties')).flatMap(([key, one]) => [
      ...unless(
        !isRecord(parent['properties']) || key in mapAt(parent, 'properties'),
        `${at}/properties/${key}`,
        'is no field of the schema',
      ),
      ...(isRecord(one)
        ? branchProblems(
            one,
            mapAt(mapAt(parent, 'properties'), key),
            `${at}/properties/${key}`,
            'properties',
          )
        : []),
    ]),
  ]
}
