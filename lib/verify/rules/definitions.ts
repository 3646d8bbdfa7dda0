import { isRecord } from '../record.ts'
import { expressionProblem } from '../strict/expression.ts'
import {
  distinct,
  has,
  inEach,
  mapAt,
  mapsAt,
  type Problem,
  problem,
  type Rule,
  textAt,
  unless,
  type Value,
} from '../strict/rule.ts'
import { structuralProblems } from './structural.ts'

const definition: Rule = (value) => {
  const spec = mapAt(value, 'spec')
  const names = mapAt(spec, 'names')
  const versions = mapsAt(spec, 'versions')
  const stored = versions.filter(([, one]) => one['storage'] === true)
  const kind = textAt(names, 'kind')
  return [
    ...unless(
      textAt(mapAt(value, 'metadata'), 'name') === `${textAt(names, 'plural')}.${textAt(spec, 'group')}`,
      '/metadata/name',
      'must be the plural and the group, with a dot between',
    ),
    ...unless(
      textAt(spec, 'group').includes('.'),
      '/spec/group',
      'must have at least two parts with a dot between',
    ),
    ...kindProblems(kind, '/spec/names/kind'),
    ...(names['listKind'] === undefined
      ? []
      : kindProblems(textAt(names, 'listKind'), '/spec/names/listKind')),
    ...unless(textAt(names, 'listKind') !== kind, '/spec/names/listKind', 'must differ from the kind'),
    ...unless(stored.length === 1, '/spec/versions', 'must have one version that is stored'),
    ...prefixed(
      distinct(versions, (one) => textAt(one, 'name'), 'version'),
      '/spec',
    ),
    ...prefixed(inEach(versions, version), '/spec'),
    ...conversion(spec, versions.length),
    ...unless(spec['preserveUnknownFields'] !== true, '/spec/preserveUnknownFields', 'must be false'),
  ]
}

function prefixed(problems: readonly Problem[], at: string): readonly Problem[] {
  return problems.map((one) => ({ ...one, at: `${at}${one.at}` }))
}

function kindProblems(kind: string, at: string): readonly Problem[] {
  return unless(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(kind.toLowerCase()), at, 'is not the name of a kind')
}

function conversion(spec: Value, versions: number): readonly Problem[] {
  if (spec['conversion'] === undefined) return []
  const { strategy, webhook } = mapAt(spec, 'conversion')
  if (strategy !== 'Webhook')
    return unless(webhook === undefined, '/spec/conversion/webhook', 'is for the strategy Webhook')
  const client = mapAt(mapAt(spec, 'conversion'), 'webhook')
  return [
    ...unless(isRecord(client['clientConfig']), '/spec/conversion/webhook/clientConfig', 'is needed'),
    ...unless(versions > 0, '/spec/versions', 'is needed'),
    ...unless(
      ['v1', 'v1beta1'].some((one) =>
        ((client['conversionReviewVersions'] ?? []) as unknown[]).includes?.(one),
      ),
      '/spec/conversion/webhook/conversionReviewVersions',
      'must include v1 or v1beta1',
    ),
  ]
}

function version(value: Value): readonly Problem[] {
  const schema = mapAt(mapAt(value, 'schema'), 'openAPIV3Schema')
  const subresources = mapAt(value, 'subresources')
  return [
    ...inEach(mapsAt(value, 'additionalPrinterColumns'), (column) =>
      unless(/^\.|^\[/.test(textAt(column, 'jsonPath')), '/jsonPath', 'must begin with a dot or a bracket'),
    ),
    ...unless(
      value['deprecationWarning'] === undefined || value['deprecated'] === true,
      '/deprecationWarning',
      'needs deprecated',
    ),
    ...structuralProblems(schema, '/schema/openAPIV3Schema'),
    ...metadataProblems(mapAt(mapAt(schema, 'properties'), 'metadata')),
    ...(subresources['status'] !== undefined &&
    has(mapAt(subresources, 'scale'), 'statusReplicasPath') === false &&
    subresources['scale'] !== undefined
      ? [problem('/subresources/scale/statusReplicasPath', 'is needed')]
      : []),
  ]
}

/** Of metadata a definition may limit the name and generateName. */
function metadataProblems(metadata: Value): readonly Problem[] {
  const at = '/schema/openAPIV3Schema/properties/metadata'
  return Object.keys(mapAt(metadata, 'properties')).flatMap((key) =>
    unless(key === 'name' || key === 'generateName', `${at}/properties/${key}`, 'is the API server’s own'),
  )
}

const selectable: Rule = (value) => [
  ...distinct(mapsAt(value, 'selectableFields'), (one) => textAt(one, 'jsonPath'), 'path'),
  ...inEach(mapsAt(value, 'selectableFields'), (one) =>
    unless(/^\.spec\.[\w.]+$/.test(textAt(one, 'jsonPath')), '/jsonPath', 'is not a path below .spec'),
  ),
]

function expression(value: Value, field: string, result: 'bool' | 'string'): readonly Problem[] {
  const text = textAt(value, field)
  const found = text === '' ? undefined : expressionProblem(text, ['self', 'oldSelf'], result)
  return found === undefined ? [] : [problem(`/${field}`, found)]
}

const validationRule: Rule = (value) => [
  ...expression(value, 'rule', 'bool'),
  ...unless(
    value['optionalOldSelf'] === undefined || /\boldSelf\b/.test(textAt(value, 'rule')),
    '/optionalOldSelf',
    'is for rules on oldSelf',
  ),
  ...expression(value, 'messageExpression', 'string'),
  ...unless(textAt(value, 'rule').trim() !== '', '/rule', 'is empty'),
  ...unless(value['message'] === undefined || textAt(value, 'message').trim() !== '', '/message', 'is empty'),
  ...unless(!/[\n\r]/.test(textAt(value, 'message')), '/message', 'has several lines'),
]

/** Rules on the definitions of custom kinds, by definition. */
export const definitionRules: Readonly<Record<string, readonly Rule[]>> = {
  CustomResourceDefinition: [definition],
  CustomResourceDefinitionVersion: [selectable],
  ValidationRule: [validationRule],
}
