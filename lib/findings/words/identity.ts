import { byProblem, type WordsOf } from '../words.ts'

interface OtherTenant {
  readonly otherTenant: string
  readonly otherFile: string
}

/** Facts of findings on sign-in, roles and groups. */
export interface IdentityFacts {
  readonly 'foreign-group': OtherTenant & { readonly group: string; readonly suggestion: string }
  readonly identity:
    | { readonly problem: 'any-domain' | 'any-role' | 'merge-any-domain' | 'merges' }
    | { readonly problem: 'merge-by-claim'; readonly emailClaim: string }
    | { readonly problem: 'no-openid' | 'strict-and-open' }
    | { readonly problem: 'no-such-domain'; readonly domain: string }
    | { readonly problem: 'role-of-both'; readonly role: string }
  readonly 'operator-group': { readonly group: string; readonly clusterFile: string }
  readonly 'shared-client': OtherTenant & { readonly clientId: string; readonly issuer: string }
  readonly 'shared-group': OtherTenant & { readonly group: string }
}

export const identityWords: WordsOf<IdentityFacts> = {
  'foreign-group': {
    why: ({ group, otherTenant, otherFile }) =>
      `"${group}" carries the name of tenant ${otherTenant} (${otherFile}): its people could read this tenant’s namespace`,
    remedy: ({ suggestion }) => `name a group of this tenant, such as ${suggestion}`,
  },
  identity: byProblem({
    'any-domain': {
      why: () => '"*" makes the other domains mean nothing',
      remedy: () => 'remove "*", or keep it alone',
    },
    'any-role': {
      why: () => '"*" makes the other roles mean nothing',
      remedy: () => 'remove "*" for a strict list, or keep it alone',
    },
    'merge-any-domain': {
      why: () =>
        'everybody whom the provider knows could get another person’s account by its mail address, the bootstrap administrator’s included',
      remedy: () => 'name the domains of the tenant in allowedDomains',
    },
    'merge-by-claim': {
      why: ({ emailClaim }) =>
        `providers verify the claim email, not ${emailClaim}: a person could get another person’s account by writing its mail address there`,
      remedy: () => 'remove emailClaim, or remove mergeByVerifiedMail',
    },
    merges: {
      why: () => 'accounts merge by mail address: the provider must verify every address',
      remedy: () => 'remove mergeByVerifiedMail once everybody has signed in by the provider',
    },
    'no-such-domain': {
      why: ({ domain }) => `${domain} can have no mail address: names below invalid do not exist`,
      remedy: () => 'name a domain of the tenant',
    },
    'strict-and-open': {
      why: () => 'people without any role would chat, and people with another role would be refused',
      remedy: () => 'remove withoutRole, so that they wait for an administrator, or set userRoles to ["*"]',
    },
    'no-openid': {
      why: () => 'without openid the provider sends no identity',
      remedy: () => 'add openid',
    },
    'role-of-both': {
      why: ({ role }) => `everybody with the role ${role}, a role of users, would administrate`,
      remedy: ({ role }) => `name a role of administrators alone, or remove ${role} from userRoles`,
    },
  }),
  'operator-group': {
    why: ({ group, clusterFile }) =>
      `"${group}" is a group of the platform’s operators (${clusterFile}): the tenant’s rights would be theirs`,
    remedy: () => 'name a group of the tenant’s own people; operators can read every namespace already',
  },
  'shared-client': {
    why: ({ clientId, issuer, otherTenant, otherFile }) =>
      `"${clientId}" at ${issuer} is the client of tenant ${otherTenant} (${otherFile}) too: people who may sign in there may sign in here`,
    remedy: () => 'register a client of its own at the provider, with the hosts of this tenant',
  },
  'shared-group': {
    why: ({ group, otherTenant, otherFile }) =>
      `"${group}" is a group of tenant ${otherTenant} (${otherFile}) too: its people can read both namespaces`,
    remedy: () => 'leave it if both belong to one company; else name a group of this tenant',
  },
}
