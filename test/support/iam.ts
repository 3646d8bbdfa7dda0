import type { Document, Statement } from '../../crossplane/compose/iam.ts'

/** One call to AWS, as IAM sees it. */
export interface Call {
  /** `secretsmanager:GetSecretValue`. */
  readonly action: string
  readonly resource: string
  /** ARN of the caller's role; matched against a resource policy's principals. */
  readonly principal?: string
  /** Condition keys, `aws:PrincipalTag/…` included; names in any case. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** IAM's decision: an explicit denial outweighs everything, no allowance means no. */
export type Decision = 'allowed' | 'denied' | 'not allowed'

/**
 * Evaluates policies of one account. Within an account either the identity's or the resource's policy may allow,
 * and any may deny.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(documents: readonly Document[], call: Call): Decision {
  const matching = documents.flatMap((document) => document.Statement).filter((one) => matches(one, call))
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied'
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed'
}

function matches(statement: Statement, call: Call): boolean {
  const actions = list(statement.Action)
  const resources = statement.Resource === undefined ? ['*'] : list(statement.Resource)
  return (
    actions.some((pattern) => glob(pattern.toLowerCase(), call.action.toLowerCase())) &&
    resources.some((pattern) => globIn(pattern, call.resource, call)) &&
    matchesPrincipal(statement, call) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, key, list(values), call)),
    )
  )
}

function matchesPrincipal({ Principal }: Statement, call: Call): boolean {
  if (Principal === undefined || Principal === '*') return true
  const named = Object.values(Principal).flatMap((one) => list(one as string | readonly string[]))
  return named.some((pattern) => pattern === '*' || pattern === call.principal)
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

/** One operator of a condition. An operator that is not known here is a mistake of the test, not a silent yes. */
function holds(operator: string, key: string, wanted: readonly string[], call: Call): boolean {
  const [, quantifier, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.+)$/.exec(operator) ?? []
  const optional = name.endsWith('IfExists')
  const base = optional ? name.slice(0, -'IfExists'.length) : name
  const found = lookUp(key, call)
  if (base === 'Null') return (found === undefined) === (wanted[0] === 'true')
  if (found === undefined) return optional || base.includes('Not') || quantifier === 'ForAllValues'
  const one = (value: string) => compare(base, value, wanted, call)
  return quantifier === 'ForAllValues' ? found.every(one) : found.some(one)
}

function compare(operator: string, value: string, wanted: readonly string[], call: Call): boolean {
  const filled = wanted.map((one) => fill(one, call))
  switch (operator) {
    case 'StringEquals':
    case 'ArnEquals':
      return operator === 'ArnEquals' ? filled.some((one) => glob(one, value)) : filled.includes(value)
    case 'StringEqualsIgnoreCase':
      return filled.some((one) => one.toLowerCase() === value.toLowerCase())
    case 'StringNotEquals':
      return !filled.includes(value)
    case 'StringLike':
    case 'ArnLike':
      return filled.some((one) => glob(one, value))
    case 'StringNotLike':
    case 'ArnNotLike':
    case 'ArnNotEquals':
      return !filled.some((one) => glob(one, value))
    case 'Bool':
      return filled.includes(value.toLowerCase())
    case 'NumericLessThan':
      return filled.some((one) => Number(value) < Number(one))
    default:
      throw new Error(`the evaluator does not know the operator ${operator}`)
  }
}

function lookUp(key: string, call: Call): readonly string[] | undefined {
  const entry = Object.entries(call.context ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase())
  if (entry) return list(entry[1])
  return key.toLowerCase() === 'aws:principalarn' && call.principal ? [call.principal] : undefined
}

/** Fills `${aws:PrincipalTag/x}`; a variable without a value matches nothing. */
function fill(pattern: string, call: Call): string {
  return pattern.replaceAll(/\$\{([^}]+)\}/g, (_, key: string) => lookUp(key, call)?.[0] ?? '\u0000')
}

function globIn(pattern: string, value: string, call: Call): boolean {
  return glob(fill(pattern, call), value)
}

/** `*` and `?` of IAM. */
function glob(pattern: string, value: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}
