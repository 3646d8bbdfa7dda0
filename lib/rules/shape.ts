import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closest, distance } from 'fastest-levenshtein'
import { catalogModel, type ModelName, models } from '../catalog/models.ts'
import { error, type Finding, type FindingLocation } from '../findings/finding.ts'
import { type Advice, isLimit } from '../findings/words/shape.ts'
import { clusterSchema } from '../spec/cluster.ts'
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
  validate({ ...(spec as object), [tag]: closest(wordOf(tagValue), [...tags[tag]]) })
  return [...errors, ...(validate.errors ?? [])]
}

function finding(file: string, spec: unknown, problem: ErrorObject): Finding | undefined {
  const field = dotted(problem.instancePath)
  const at = (name: string) => ({ file, field: field === '' ? name : `${field}.${name}` })
  const params = problem.params as Record<string, unknown>
  const shown = show(problem.data)
  switch (problem.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty'])
      const rule: unknown = problem.parentSchema?.['patternErrorMessage']
      if (typeof rule === 'string') return error('wrong-key', at(name), { name: show(name), rule })
      const known = Object.keys((problem.parentSchema?.['properties'] ?? {}) as object)
      return error('unknown-field', at(name), nearestOf(name, known))
    }
    case 'required': {
      const name = String(params['missingProperty'])
      return error('missing-field', at(name), { name })
    }
    case 'discriminator': {
      const tag = params['tag'] as keyof typeof tags
      const allowed = tags[tag]
      const value = params['tagValue']
      return error(
        'wrong-value',
        at(tag),
        value === undefined
          ? { problem: 'absent', allowed }
          : { problem: 'choice', shown: show(value), allowed, ...nearestOf(wordOf(value), allowed) },
      )
    }
    case 'enum':
      return wrongChoice({ file, field }, spec, problem.data, params['allowedValues'] as readonly string[])
    case 'type':
      return error('wrong-type', { file, field }, { shown, type: String(params['type']) })
    case 'oneOf':
      return undefined
    default:
      return error(
        'wrong-value',
        { file, field },
        { problem: 'rule', shown, rule: ruleOf(problem), advice: adviceOn(problem) },
      )
  }
}

function wrongChoice(
  at: FindingLocation,
  spec: unknown,
  value: unknown,
  allowed: readonly string[],
): Finding {
  const model = typeof value === 'string' && Object.hasOwn(models, value) ? (value as ModelName) : undefined
  const { tier } = spec as { tier?: string }
  if (model && tier === 'standard' && catalogModel(model).class === 'gpu')
    return error('gpu-model', at, { model, allowed })
  const facts = { shown: show(value), allowed, ...nearestOf(wordOf(value), allowed) }
  return error('wrong-value', at, { problem: 'choice', ...facts })
}

/** A map has no text of its own: it inherits nothing. */
function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The known name that a misspelt one resembles. */
function nearestOf(given: string, known: readonly string[]): { readonly nearest?: string } {
  if (known.length === 0) return {}
  const nearest = closest(given, [...known])
  // Two words that have no letter in common are not alike, however short they are.
  const most = Math.min(given.length - 1, Math.max(2, given.length / 3))
  return distance(given, nearest) <= most ? { nearest } : {}
}

function adviceOn({ keyword, params, parentSchema }: ErrorObject): Advice {
  const limit: unknown = (params as Record<string, unknown>)['limit']
  if (keyword === 'uniqueItems') return { keyword }
  if (isLimit(keyword)) return { keyword, limit: Number(limit) }
  const { description, examples } = (parentSchema ?? {}) as { description?: string; examples?: string[] }
  if (keyword === 'pattern' && examples?.[0] !== undefined)
    return { keyword: 'example', example: examples[0] }
  return description
    ? { keyword: 'description', description }
    : { keyword: 'other', name: `${keyword} ${String(limit ?? '')}`.trim() }
}

/** A pattern has words of its own beside it in the schema: nobody reads a regular expression as an explanation. */
function ruleOf({ keyword, message, parentSchema }: ErrorObject): string {
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
