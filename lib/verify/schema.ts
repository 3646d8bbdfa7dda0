import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { closest } from 'fastest-levenshtein'
import { error, type Finding } from '../findings/finding.ts'
import { kindsInUse, schemaFile } from '../kube/kinds-in-use.ts'
import type { Manifest } from '../kube/object.ts'
import { celKeyword } from './cel.ts'
import type { ClaimSchemas } from './claims.ts'
import { listMapKeyword, listTypeKeyword } from './list-map.ts'
import { isRecord } from './record.ts'
import { goRegExp } from './strict/go-regexp.ts'
import { definitionRules, format, rulesKeyword } from './strict/keywords.ts'
import { limitNumbers, requireSpec, tighten } from './tighten.ts'
import type { MalformedObject, ValidManifest, ValidObject } from './valid.ts'

const kubernetes = new URL('../kube/schemas/kubernetes.json', import.meta.url)

let ajv: Ajv | undefined
const compiled = new Map<string, ValidateFunction>()
/** By the text of the schema: clusters define the same claims. */
const compiledClaims = new Map<string, ValidateFunction>()
const claimValidators = new WeakMap<object, ValidateFunction>()
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
  ajv.addKeyword(listTypeKeyword)
  ajv.addKeyword(format)
  ajv.addKeyword(definitionRules)
  const builtIn = read(kubernetes) as { definitions: Record<string, object> }
  tighten(builtIn.definitions)
  ajv.addSchema(builtIn, 'kubernetes.json')
  return ajv
}

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
  requireSpec(schema)
  if (!builtIn) limitNumbers(schema)
  const made = instance().compile(schema)
  compiled.set(id, made)
  return made
}

/** The validator of a claim; a text when its definition holds no schema. */
function claimValidator(schema: object): ValidateFunction | string {
  const known = claimValidators.get(schema)
  if (known) return known
  const text = JSON.stringify(schema)
  try {
    const made = compiledClaims.get(text) ?? instance().compile(schema)
    compiledClaims.set(text, made)
    claimValidators.set(schema, made)
    return made
  } catch (cause) {
    return (cause as Error).message
  }
}

/** Objects of files, apart by their schemas. */
export interface Checked {
  readonly findings: readonly Finding[]
  readonly manifests: readonly ValidManifest[]
  readonly malformed: readonly MalformedObject[]
}

/** Facts that the check has before it reads any schema. */
export interface SchemaContext {
  /** Schemas of the claims that the cluster defines. */
  readonly claims: ClaimSchemas
  /** False: a definition is malformed, so that nobody knows which claims there are. */
  readonly complete?: boolean
  /** Files whose objects are known to be valid. */
  readonly isValid?: (manifest: Manifest) => boolean
}

/** Checks every object of files against its schema. Only the valid ones are handed on. */
export function checkSchemas(manifests: readonly Manifest[], context: SchemaContext): Checked {
  const { claims, complete = true, isValid = () => false } = context
  const findings: Finding[] = []
  const malformed: MalformedObject[] = []
  const checked = manifests.map((manifest): ValidManifest => {
    const { path, objects } = manifest
    const known = isValid(manifest)
    const valid = objects.filter((object): object is ValidObject => {
      if (known || passed.has(object)) return true
      const found = verifyObject(`dist/${path}`, object, claims)
      if (found.length === 0) {
        // The schema of a claim is the cluster's own; another one may refuse the same object.
        if (!claims.has(`${object.apiVersion} ${object.kind}`)) passed.add(object)
        return true
      }
      malformed.push(malformedObject(path, object))
      findings.push(...found.filter(({ code }) => complete || code !== 'unknown-kind'))
      return false
    })
    return { path, objects: valid }
  })
  return { findings, manifests: checked, malformed }
}

/** Objects that passed: those of a cluster are read for its own checks and for its tenants'. */
const passed = new WeakSet<object>()

function malformedObject(path: string, object: unknown): MalformedObject {
  const { kind, metadata } = isRecord(object) ? object : {}
  const { name, namespace } = isRecord(metadata) ? metadata : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return { path, kind: text(kind), namespace: text(namespace), name: text(name) }
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

function verifyObject(file: string, object: unknown, claims: ClaimSchemas): Finding[] {
  if (!isRecord(object) || typeof object['apiVersion'] !== 'string' || typeof object['kind'] !== 'string')
    return [error('not-an-object', { file }, { shown: show(object) })]
  const { apiVersion, kind, metadata } = object
  const id = `${apiVersion} ${kind}`
  const named = isRecord(metadata) && typeof metadata['name'] === 'string' && metadata['name'] !== ''
  const name = named ? `${kind}/${metadata['name']}` : kind
  const claim = claims.get(id)
  if (!claim && !kindsInUse.has(id)) {
    const nearest = closest(id, [...kindsInUse, ...claims.keys()])
    return [error('unknown-kind', { file, field: name }, { id, nearest })]
  }
  const validate = claim ? claimValidator(claim) : validator(id)
  if (typeof validate === 'string')
    return [error('claim-schema', { file, field: name }, { id, message: validate })]
  const found = validate(object)
    ? []
    : informative(validate.errors ?? []).map((problem) => toFinding(file, name, problem))
  const nameless =
    isRecord(metadata) && (metadata['name'] === undefined || metadata['name'] === '')
      ? [error('missing-field', { file, field: `${name} metadata.name` }, { name: 'name' })]
      : []
  return [
    ...new Map(
      [...found, ...nameless].map((one) => [`${one.field} ${JSON.stringify(one.facts)}`, one]),
    ).values(),
  ]
}

/**
 * Rules on several fields speak of an object whose fields are right one by one: their findings come after those of
 * single fields are gone, as the API server has it.
 */
function informative(problems: readonly ErrorObject[]): readonly ErrorObject[] {
  const own = problems.filter(({ keyword, params }) => keyword !== rulesKeyword && params['failed'] !== true)
  return own.length > 0 ? own : problems
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
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
  const shown = show(problem.data)
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
