import { Type } from 'typebox'
import { optional, withDefault } from './fields.ts'

const closed = { additionalProperties: false } as const

/**
 * Name of a claim, as providers have them: `groups`, `realm_access.roles`, `cognito:groups`,
 * `https://acme.example/roles`.
 */
const claim = (description: string) =>
  Type.String({
    pattern: '^[A-Za-z0-9_.:/@#-]{1,200}$',
    patternErrorMessage: 'must be the name of a claim: letters, digits and the characters _ . : / @ # -',
    examples: ['roles'],
    description,
  })

/** The claim that holds roles. */
export const rolesClaim = withDefault(
  claim('Claim that holds roles; dots lead into nested claims, as in realm_access.roles'),
  'roles',
)

/** Fields of the identity provider for its claims, its button, its groups and the accounts that were there before it. */
export const signIn = {
  providerName: withDefault(
    Type.String({
      minLength: 1,
      maxLength: 40,
      pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029$]*$',
      patternErrorMessage: 'must be one line without control characters and dollar signs',
      examples: ['Acme'],
      description: 'Name of the provider on the button of the sign-in page, after "Continue with"',
    }),
    'SSO',
  ),
  emailClaim: withDefault(
    claim(
      'Claim that holds the mail address: the domains are compared with it, and accounts are told apart by it',
    ),
    'email',
  ),
  usernameClaim: withDefault(claim('Claim that holds the name that other people of the tenant see'), 'name'),
  mergeByVerifiedMail: withDefault(
    Type.Boolean({
      description:
        'A transition for a tenant that has accounts with passwords: the first sign-in by the provider continues the account with the same mail address. Open WebUI does not read email_verified, so the provider must verify every address. Needs named allowedDomains and the claim email. Remove it once everybody has signed in',
    }),
    false,
  ),
  groups: optional(
    Type.Object(
      {
        claim: withDefault(claim('Claim that holds the names of groups'), 'groups'),
        create: withDefault(
          Type.Boolean({ description: 'Open WebUI creates groups that it does not know' }),
          false,
        ),
      },
      {
        ...closed,
        description:
          'People are in the groups of Open WebUI that the provider names, as of their last sign-in',
      },
    ),
    'none; administrators of the tenant decide in Open WebUI',
  ),
}
