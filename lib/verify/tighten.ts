import { isIP } from 'node:net'
import type { FuncKeywordDefinition } from 'ajv'

interface Definition {
  required?: string[]
  readonly properties?: Readonly<Record<string, object>>
}

/** Keyword of fields that hold a block of addresses, `10.0.0.0/8`. */
const cidrKeyword = 'x-paddock-cidr'

/** A block of addresses as the API server reads it: an address, and a length that its family has. */
export const cidr: FuncKeywordDefinition = {
  keyword: cidrKeyword,
  type: 'string',
  errors: false,
  validate: (_: unknown, text: string) => isBlock(text),
}

function isBlock(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || more.length > 0 || !/^\d{1,3}$/.test(length)) return false
  return Number(length) <= (family === 4 ? 32 : 128)
}

/**
 * Adds what the API server demands of built-in kinds and the published schemas leave out, as far as later checks read
 * it: a spec, the operators of selectors, blocks of addresses.
 *
 * @see https://github.com/kubernetes/kubernetes pkg/apis/networking/validation, pkg/apis/apps/validation
 */
export function tighten(definitions: Readonly<Record<string, Definition>>): void {
  for (const [kind, definition] of Object.entries(definitions)) {
    const { properties = {} } = definition
    const isKind = properties['kind'] !== undefined && properties['apiVersion'] !== undefined
    const hasSpec = properties['spec'] !== undefined && (isKind || templates.has(kind))
    if (hasSpec && kind !== 'Namespace') requireSpec(definition)
  }
  const operator = definitions['LabelSelectorRequirement']?.properties?.['operator']
  if (operator) Object.assign(operator, { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] })
  const block = definitions['IPBlock']?.properties
  if (block?.['cidr']) Object.assign(block['cidr'], { [cidrKeyword]: true })
  if (block?.['except']) Object.assign(block['except'], { items: { type: 'string', [cidrKeyword]: true } })
}

/** Parts of kinds that have a spec of their own. */
const templates = new Set(['JobTemplateSpec', 'PodTemplateSpec'])

/** Demands the spec of a kind, unless its schema knows none. */
export function requireSpec(schema: object): void {
  const definition = schema as Definition
  if (definition.properties?.['spec'] === undefined) return
  definition.required = [...new Set([...(definition.required ?? []), 'spec'])]
}
