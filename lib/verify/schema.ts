import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closest } from 'fastest-levenshtein'
import { error, type Finding } from '../findings/finding.ts'
import { kindsInUse, schemaFile } from '../kube/kinds-in-use.ts'
import type { KubeObject, Manifest } from '../kube/object.ts'
import { celKeyword } from './cel.ts'
import type { ClaimSchemas } from './claims.ts'
import { listMapKeyword } from './list-map.ts'

const kubernetes = new URL('../kube/schemas/kubernetes.json', import.meta.url)

let ajv: Ajv | undefined
const compiled = new Map<string, ValidateFunction>()
const compiledClaims = new WeakMap<object, ValidateFunction>()
const noClaims: ClaimSchemas = new Map()

/** One instance for all kinds; the built-in definitions are read with the first object that is checked. */
function instance(): Ajv {
  if (ajv) return ajv
  // Kubernetes' formats say how a number is stored, not how a string looks. Patterns are Go's: no `u` flag.
  ajv = new Ajv({
    allErrors: true,
    strict: false,
    unicodeRegExp: false,
    validateFormats: false,
    verbose: true,
    // Optimising takes a third of compiling and gives nothing back to a run of a few tenants, little to one of many.
    code: { regExp: goRegExp, optimize: false },
  })
  ajv.addKeyword(celKeyword)
  ajv.addKeyword(listMapKeyword)
  ajv.addSchema(read(kubernetes), 'kubernetes.json')
  return ajv
}

/** Go writes flags into the pattern: `^(?i)(abort|warn)$`. */
const goRegExp = Object.assign(
  (pattern: string, flags: string) => {
    const insensitive = pattern.includes('(?i)')
    return new RegExp(pattern.replaceAll('(?i)', ''), insensitive ? `${flags}i` : flags)
  },
  { code: 'goRegExp' },
)

function read(file: URL): object {
  return JSON.parse(readFileSync(file, 'utf8')) as object
}

function validator(id: string): ValidateFunction {
  const found = compiled.get(id)
  if (found) return found
  const [apiVersion = '', kind = ''] = id.split(' ')
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const builtIn = !group.includes('.') || group.endsWith('.k8s.io')
  const schema = builtIn ? { $ref: `kubernetes.json#/definitions/${kind}` } : read(schemaFile(id))
  const made = instance().compile(schema)
  compiled.set(id, made)
  return made
}

function claimValidator(schema: object): ValidateFunction {
  const made = compiledClaims.get(schema) ?? instance().compile(schema)
  compiledClaims.set(schema, made)
  return made
}

/**
 * Checks every object of a file against the schema of its kind, as strictly as the API server under strict field
 * validation: an unknown field is an error.
 *
 * @param claims schemas of the claims that the cluster defines
 */
export function verifySchema({ path, objects }: Manifest, claims: ClaimSchemas = noClaims): Finding[] {
  return objects.flatMap((object) => verifyObject(`dist/${path}`, object, claims))
}

function verifyObject(file: string, object: KubeObject, claims: ClaimSchemas): Finding[] {
  const id = `${object.apiVersion} ${object.kind}`
  const name = `${object.kind}/${object.metadata?.name}`
  const at = { file, field: name }
  const claim = claims.get(id)
  if (!claim && !kindsInUse.has(id)) {
    return [error('unknown-kind', at, { id, nearest: closest(id, [...kindsInUse, ...claims.keys()]) })]
  }
  const validate = claim ? claimValidator(claim) : validator(id)
  if (validate(object)) return []
  const findings = (validate.errors ?? []).map((problem) => toFinding(file, name, problem))
  return [...new Map(findings.map((one) => [`${one.field} ${JSON.stringify(one.facts)}`, one])).values()]
}

function toFinding(file: string, name: string, problem: ErrorObject): Finding {
  const at = fieldPath(problem.instancePath)
  const params = problem.params as Record<string, unknown>
  const place = (child?: unknown) => ({
    file,
    field: `${name} ${[at, child].filter(Boolean).join('.')}`.trim(),
  })
  if (problem.keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty'])
    const fields = Object.keys((problem.parentSchema?.['properties'] ?? {}) as object)
    return error(
      'unknown-field',
      place(unknown),
      fields.length > 0 ? { nearest: closest(unknown, fields) } : {},
    )
  }
  if (problem.keyword === 'required') {
    const missing = String(params['missingProperty'])
    return error('missing-field', place(missing), { name: missing })
  }
  const allowed =
    params['allowedValues'] ?? (problem.keyword === 'const' ? [params['allowedValue']] : undefined)
  const limits = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''
  const value = JSON.stringify(problem.data) ?? 'nothing'
  const shown = value.length > 80 ? `${value.slice(0, 77)}…` : value
  const message = `${problem.message ?? 'is not allowed'}${limits}`
  return problem.keyword === 'x-kubernetes-validations'
    ? error('cel-rule', place(), { shown, message })
    : error('wrong-value', place(), { problem: 'object', shown, rule: message })
}

/** `/spec/containers/0/name` as `spec.containers[0].name`. */
export function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    )
}
