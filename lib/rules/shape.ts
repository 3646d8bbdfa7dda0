import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closest, distance } from 'fastest-levenshtein'
import { catalogModel, type ModelName, models } from '../catalog/models.ts'
import { clusterSchema } from '../spec/cluster.ts'
import { error, type Finding } from '../spec/finding.ts'
import { tenantSchema } from '../spec/tenant.ts'

const ajv = new Ajv({
  allErrors: true,
  code: { optimize: false },
  discriminator: true,
  strict: false,
  verbose: true,
})
/** `discriminator` wants `oneOf`; TypeBox writes `anyOf`. */
const oneOf = ({ anyOf, ...schema }: { anyOf: readonly object[] }) => ({
  ...schema,
  type: 'object',
  oneOf: anyOf,
})
const schemas = { tenant: tenantSchema, cluster: clusterSchema } as const
const compiled = new Map<string, ValidateFunction>()

/** Compiled when the first file of the kind is checked: most runs change tenants only. */
function validator(kind: keyof typeof schemas): ValidateFunction {
  const found = compiled.get(kind) ?? ajv.compile(oneOf(schemas[kind]))
  compiled.set(kind, found)
  return found
}

/** Findings on the shape of a spec: one for each mistake, none means that its static type holds. */
export function checkShape(kind: 'tenant' | 'cluster', file: string, spec: unknown): Finding[] {
  const problems = mistakes(kind, spec)
  const findings = problems.map((problem) => finding(file, spec, problem)).filter((one) => one !== undefined)
  // A value that misses both its type and its bounds is one mistake.
  return [...new Map(findings.map((one) => [`${one.field} ${one.code}`, one])).values()]
}

/**
 * Tags that discriminate the variants of a spec: if a tag is wrong, the rest is checked against the nearest variant.
 */
const tags = { tier: ['standard', 'premium'], kind: ['hub', 'regional', 'local'] } as const

function mistakes(kind: keyof typeof schemas, spec: unknown): readonly ErrorObject[] {
  const validate = validator(kind)
  if (validate(spec)) return []
  const errors = validate.errors ?? []
  const wrong = errors.find(({ keyword, instancePath }) => keyword === 'discriminator' && instancePath === '')
  if (!wrong) return errors
  const { tag, tagValue } = wrong.params as { tag: keyof typeof tags; tagValue?: unknown }
  validate({ ...(spec as object), [tag]: closest(String(tagValue ?? ''), [...tags[tag]]) })
  return [...errors, ...(validate.errors ?? [])]
}

function finding(file: string, spec: unknown, problem: ErrorObject): Finding | undefined {
  const field = dotted(problem.instancePath)
  const at = (name: string) => (field === '' ? name : `${field}.${name}`)
  const params = problem.params as Record<string, unknown>
  const shown = show(problem.data)
  switch (problem.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty'])
      const words: unknown = problem.parentSchema?.['patternErrorMessage']
      if (typeof words === 'string')
        return error('wrong-key', file, at(name), `the name ${show(name)} ${words}`, 'rename or remove it')
      const known = Object.keys((problem.parentSchema?.['properties'] ?? {}) as object)
      return error(
        'unknown-field',
        file,
        at(name),
        'there is no such field',
        suggestion(name, known, 'remove it'),
      )
    }
    case 'required': {
      const name = String(params['missingProperty'])
      return error('missing-field', file, at(name), 'the field is required', `add ${name}`)
    }
    case 'discriminator': {
      const tag = params['tag'] as keyof typeof tags
      const allowed = tags[tag]
      const value = params['tagValue']
      const why =
        value === undefined ? 'the field is required' : `${show(value)} is not one of ${allowed.join(', ')}`
      return error(
        'wrong-value',
        file,
        at(tag),
        why,
        suggestion(String(value), allowed, `set it to ${allowed.join(' or ')}`),
      )
    }
    case 'enum':
      return wrongChoice(file, field, spec, problem.data, params['allowedValues'] as readonly string[])
    case 'type':
      return error(
        'wrong-type',
        file,
        field,
        `${shown} is not ${article(String(params['type']))}`,
        `give ${article(String(params['type']))}`,
      )
    case 'oneOf':
      return undefined
    default:
      return error('wrong-value', file, field, `${shown} ${words(problem)}`, remedyOf(problem))
  }
}

function wrongChoice(
  file: string,
  field: string,
  spec: unknown,
  value: unknown,
  allowed: readonly string[],
): Finding {
  const model = typeof value === 'string' && Object.hasOwn(models, value) ? (value as ModelName) : undefined
  const { tier } = spec as { tier?: string }
  if (model && tier === 'standard' && catalogModel(model).class === 'gpu') {
    return error(
      'gpu-model',
      file,
      field,
      `${model} needs a GPU, which the standard tier does not have`,
      `set tier to premium, or choose one of ${allowed.join(', ')}`,
    )
  }
  const why = `${show(value)} is not one of ${allowed.join(', ')}`
  return error('wrong-value', file, field, why, suggestion(String(value), allowed, 'choose one of them'))
}

function suggestion(given: string, known: readonly string[], otherwise: string): string {
  if (known.length === 0) return otherwise
  const nearest = closest(given, [...known])
  // Two words that have no letter in common are not alike, however short they are.
  const most = Math.min(given.length - 1, Math.max(2, given.length / 3))
  return distance(given, nearest) <= most ? `did you mean ${nearest}?` : otherwise
}

const limitRemedies: Readonly<Record<string, (limit: string) => string>> = {
  maximum: (limit) => `give ${limit} or less`,
  maxItems: (limit) => `keep to ${limit} of them`,
  maxLength: (limit) => `keep to ${limit} characters`,
  minimum: (limit) => `give ${limit} or more`,
  minItems: (limit) => `name ${limit} at least`,
  minLength: (limit) => `write ${limit} characters or more`,
}

function remedyOf({ keyword, params, parentSchema }: ErrorObject): string {
  const limits = params as Record<string, unknown>
  if (keyword === 'uniqueItems') return 'name each one once'
  const limit = limitRemedies[keyword]?.(String(limits['limit']))
  if (limit) return limit
  const { description, examples } = (parentSchema ?? {}) as { description?: string; examples?: string[] }
  if (keyword === 'pattern' && examples?.[0] !== undefined) return `give a value such as ${examples[0]}`
  return description
    ? `see the field: ${description}`
    : `keep to ${keyword} ${String(limits['limit'] ?? '')}`.trim()
}

/** A pattern has words of its own beside it in the schema: nobody reads a regular expression as an explanation. */
function words({ keyword, message, parentSchema }: ErrorObject): string {
  const own: unknown = keyword === 'pattern' ? parentSchema?.['patternErrorMessage'] : undefined
  return typeof own === 'string' ? own : (message ?? 'is not allowed')
}

function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    )
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = JSON.stringify(value) ?? String(value)
  if (text.length <= 60) return text
  return typeof value === 'string' ? `${text.slice(0, 56)}…"` : `${text.slice(0, 57)}…`
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}
