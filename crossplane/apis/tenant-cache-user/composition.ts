import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { externalName, field, fromSpec, type Patch, slot, tags, text, toStatus } from '../../compose/patch.ts'
import { cacheLabel } from '../redis-cache/users.ts'

const tenant = slot('claim.tenant')

/** Both passwords are always valid, so one can be changed while pods use the other. */
const passwordKeys = ['cache-password', 'cache-password-next']

const passwordRefs = passwordKeys.flatMap((_, index): Patch[] => {
  const ref = field(`authenticationMode.passwordsSecretRef[${index}]`)
  return [text(`tenant-${tenant}-secrets`, `${ref}.name`), text(`tenant-${tenant}`, `${ref}.namespace`)]
})

const user: Composed = {
  name: 'user',
  base: {
    apiVersion: 'elasticache.aws.upbound.io/v1beta2',
    kind: 'User',
    metadata: { labels: {} },
    spec: {
      forProvider: {
        authenticationMode: {
          type: 'password',
          passwordsSecretRef: passwordKeys.map((key) => ({ key })),
        },
        engine: 'valkey',
      },
    },
  },
  patches: [
    tags,
    fromSpec('region', field('region')),
    // The cache's user group selects the user by this label.
    fromSpec('cache', `metadata.labels[${cacheLabel}]`),
    text(`paddock-tenant-${tenant}`, externalName),
    text(`tenant-${tenant}`, field('userName')),
    fromSpec('accessString', field('accessString')),
    ...passwordRefs,
    toStatus('status.atProvider.arn', 'arn'),
  ],
}

/** The user. */
export const tenantCacheUserPlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: [user] },
]
