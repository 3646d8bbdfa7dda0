import { cacheOffPassword, platform } from '../../../lib/resolve/names.ts'
import type { Composed } from '../../compose/composition.ts'
import { keepData } from '../../compose/fields.ts'
import { externalName, field, fromSpec, slot, tags, text } from '../../compose/patch.ts'

/** Label of the users of a cache. Its value is the cache's `name`. */
export const cacheLabel = 'paddock.dev/cache'

/** Rules of the user `default`: disabled, and without any permission even if it were enabled. */
export const defaultUserAccess = 'off ~* -@all'

const elasticache = 'elasticache.aws.upbound.io'
const inRegion = fromSpec('region', field('region'))

/**
 * The server assigns this user to connections that do not sign in. It is disabled and has no permission. Redis requires
 * a user of this name in each group, Valkey requires a password for each user, and a group must not be empty.
 * ElastiCache accepts 40 characters for its id, which prefix and cache name fill already, so the id contains a digest.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
 */
export const defaultUser: Composed = {
  name: 'default-user',
  base: {
    apiVersion: `${elasticache}/v1beta2`,
    kind: 'User',
    metadata: { labels: {} },
    spec: {
      managementPolicies: keepData,
      forProvider: {
        accessString: defaultUserAccess,
        authenticationMode: {
          passwordsSecretRef: [
            { key: cacheOffPassword.key, name: cacheOffPassword.name, namespace: platform.data },
          ],
          type: 'password',
        },
        engine: 'valkey',
        userName: 'default',
      },
    },
  },
  patches: [
    {
      ...fromSpec('name', externalName),
      transforms: [
        { type: 'string', string: { type: 'Convert', convert: 'ToSha1' } },
        { type: 'string', string: { type: 'Regexp', regexp: { match: '^([0-9a-f]{24})', group: 1 } } },
        { type: 'string', string: { type: 'Format', fmt: 'paddock-off-%s' } },
      ],
    },
    tags,
    inRegion,
    fromSpec('name', `metadata.labels[${cacheLabel}]`),
  ],
}

/** Selects its users by label, with each reconciliation, so no shared object lists tenants. */
export const userGroup: Composed = {
  name: 'users',
  base: {
    apiVersion: `${elasticache}/v1beta1`,
    kind: 'UserGroup',
    spec: {
      managementPolicies: keepData,
      forProvider: { engine: 'valkey', userIdSelector: { matchLabels: {}, policy: { resolve: 'Always' } } },
    },
  },
  patches: [
    text(`paddock-${slot('claim.name')}`, externalName),
    tags,
    inRegion,
    fromSpec('name', field(`userIdSelector.matchLabels[${cacheLabel}]`)),
  ],
}
