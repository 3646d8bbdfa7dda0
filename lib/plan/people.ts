import type { Fleet } from '../rules/fleet.ts'
import type { CompleteTenantSpec } from '../spec/index.ts'
import type { PeopleChange } from './report.ts'
import type { SpecPair } from './tenants.ts'

type Provider = NonNullable<CompleteTenantSpec['identityProvider']>

/**
 * Effects of changed identity on the people of tenants: those who cannot sign in any more, with the transition, and
 * groups and issuers that a tenant shares with another. A shared client is an error of the specs.
 */
export function peopleChanges(pairs: readonly SpecPair[], after: Fleet): PeopleChange[] {
  return pairs.flatMap((pair) => [...lockedOut(pair), ...shared(pair, after)])
}

/** Open WebUI refuses to make an account whose mail address another account has. */
const transition: readonly string[] = [
  'instead of the steps below, if the provider verifies every mail address: set identityProvider.mergeByVerifiedMail until everybody has signed in once',
  'before the merge: people export their chats (Settings, Data Controls)',
  'before the merge: an administrator of the tenant gives each old account a mail address that nobody uses, so that Open WebUI can make the new one',
  'after the merge: people sign in and import their chats; an administrator deletes the old accounts once nobody misses anything',
]

function lockedOut({ before, after }: SpecPair): PeopleChange[] {
  if (!before || !after || before.state === 'deleted' || after.state === 'deleted') return []
  const [was, is] = [before.identityProvider, after.identityProvider]
  const entry = (grade: PeopleChange['grade'], what: string, steps: readonly string[]): PeopleChange => ({
    grade,
    code: 'locked-out',
    what,
    steps: [...steps],
    clusters: [],
    tenants: [after.id],
  })
  if (!was && !is) return []
  if (!was && is?.mergeByVerifiedMail)
    return [
      entry(
        'review',
        'people whose mail address at the provider differs from that of their password account are locked out of it: the first sign-in continues the account with the same address, and nothing in Open WebUI checks that the provider verified it',
        [
          'before the merge: an administrator of the tenant compares the mail addresses of the accounts with those at the provider',
          'after the merge: once everybody has signed in, remove mergeByVerifiedMail',
        ],
      ),
    ]
  if (!was)
    return [
      entry(
        'danger',
        'people with a password account are locked out: sign-in by password ends, and the provider gives nobody an account whose mail address an old account has',
        transition,
      ),
    ]
  if (!is)
    return [
      entry(
        'danger',
        'everybody who signs in by the provider is locked out: only accounts with a password remain, and none of theirs has one',
        ['after the merge: an administrator of the tenant sets a password for each person'],
      ),
    ]
  return providerChanged(was, is, entry)
}

function providerChanged(
  was: Provider,
  is: Provider,
  entry: (grade: PeopleChange['grade'], what: string, steps: readonly string[]) => PeopleChange,
): PeopleChange[] {
  const gone = (old: readonly string[], now: readonly string[]) => old.filter((one) => !now.includes(one))
  const domains = gone(was.allowedDomains, is.allowedDomains)
  // Where any role chats, no role that is gone locks anybody out.
  const any = is.userRoles.includes('*')
  const roles = any ? [] : gone([...was.adminRoles, ...was.userRoles], [...is.adminRoles, ...is.userRoles])
  return [
    ...(was.issuer === is.issuer
      ? []
      : [
          entry(
            'danger',
            `accounts of ${was.issuer} are locked out: ${is.issuer} names people by other subjects, and an equal subject gets the account of another person`,
            transition,
          ),
        ]),
    ...(was.clientId === is.clientId || was.issuer !== is.issuer
      ? []
      : [
          entry(
            'review',
            'people are locked out if the provider names them by another subject for each client, as pairwise subjects do',
            transition,
          ),
        ]),
    ...(domains.length === 0
      ? []
      : [
          entry('review', `people with a mail address at ${domains.join(', ')} are locked out`, [
            'before the merge: an administrator of the tenant informs them, and they export their chats',
          ]),
        ]),
    ...(any || (roles.length === 0 && was.rolesClaim === is.rolesClaim)
      ? []
      : [
          entry(
            'review',
            roles.includes('*')
              ? `people without one of the roles ${[...is.userRoles, ...is.adminRoles].join(', ')} are locked out`
              : roles.length === 0
                ? `people whose roles are only in ${was.rolesClaim} are locked out: roles are read from ${is.rolesClaim}`
                : `people with no other role than ${roles.join(', ')} are locked out`,
            ['before the merge: the provider sends them a role that the file names'],
          ),
        ]),
  ]
}

function shared({ before, after }: SpecPair, fleet: Fleet): PeopleChange[] {
  if (!after || after.state === 'deleted') return []
  const known = new Set(before ? factsOf(before) : [])
  const fresh = factsOf(after).filter((fact) => !known.has(fact))
  return fresh.flatMap((fact): PeopleChange[] => {
    const others = fleet.tenants
      .filter(({ spec }) => spec.id !== after.id && spec.state !== 'deleted' && factsOf(spec).includes(fact))
      .map(({ spec }) => spec.id)
    if (others.length === 0) return []
    const what = `the ${fact} is shared with ${others.sort().join(', ')}: one change there concerns all of them`
    return [{ grade: 'review', code: 'shared-identity', what, steps: [], clusters: [], tenants: [after.id] }]
  })
}

function factsOf({ access, identityProvider }: CompleteTenantSpec): string[] {
  const groups = [...access.adminGroups, ...access.auditorGroups]
  return [
    ...new Set(groups.map((group) => `group ${group}`)),
    ...(identityProvider ? [`issuer ${identityProvider.issuer}`] : []),
  ]
}
