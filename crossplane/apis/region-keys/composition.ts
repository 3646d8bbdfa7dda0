import type { Composed, CompositionPlan } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { type Document, documentText } from '../../compose/iam.ts'
import { field, fromRegion, fromSpec, fromStatus, tags, text, toStatus } from '../../compose/patch.ts'
import { peerParts, publishedPart } from '../../hub-environment.ts'
import { keyPolicies } from './policy.ts'

const kms = 'kms.aws.upbound.io/v1beta1'
const inRegion = fromSpec('region', field('region'))
/** Days in which the deletion of a key can be cancelled: the maximum of KMS. */
const deletionWindowInDays = 30

/**
 * The policy waits for the account number, which comes from the key's own ARN. A new key therefore starts with AWS's
 * default policy (use by identities that the account's policies allow) and gets ours at the next reconciliation,
 * seconds later.
 */
function policyPatch(document: Document) {
  return { ...text(documentText(document), field('policy')), policy: { fromFieldPath: 'Optional' as const } }
}

interface Purpose {
  readonly name: keyof typeof keyPolicies
  readonly description: string
  /** The same key in both regions, or a separate key in each. */
  readonly reach: 'region' | 'both-regions'
}

const data: Purpose = { name: 'data', description: 'Paddock: databases, caches, files', reach: 'region' }
const secrets: Purpose = { name: 'secrets', description: 'Paddock: secrets', reach: 'both-regions' }
const cluster: Purpose = { name: 'cluster', description: 'Paddock: etcd, disks', reach: 'region' }
const logs: Purpose = { name: 'logs', description: 'Paddock: logs, audit, alarms', reach: 'region' }

function key({ name, description, reach }: Purpose): Composed {
  return {
    name,
    base: {
      apiVersion: kms,
      kind: 'Key',
      spec: {
        managementPolicies: keepDataNamedByAws,
        forProvider: {
          deletionWindowInDays,
          description,
          enableKeyRotation: true,
          isEnabled: true,
          keyUsage: 'ENCRYPT_DECRYPT',
          multiRegion: reach === 'both-regions',
          rotationPeriodInDays: 365,
        },
      },
    },
    patches: [
      tags,
      inRegion,
      policyPatch(keyPolicies[name]),
      toStatus('status.atProvider.arn', name),
      ...(name === 'data' ? [accountOfArn] : []),
    ],
  }
}

const accountOfArn = {
  ...toStatus('status.atProvider.arn', 'accountId'),
  transforms: [
    {
      type: 'string',
      string: { type: 'Regexp', regexp: { match: '^arn:aws:kms:[^:]+:([0-9]{12}):', group: 1 } },
    },
  ],
}

/** The other region's key for secrets in this region: the same key material, with its own policy. */
const secretsReplica: Composed = {
  name: secrets.name,
  base: {
    apiVersion: kms,
    kind: 'ReplicaKey',
    spec: {
      managementPolicies: keepDataNamedByAws,
      forProvider: { deletionWindowInDays, description: secrets.description, enabled: true },
    },
  },
  patches: [
    tags,
    inRegion,
    fromRegion('peer.keys.secrets', field('primaryKeyArn')),
    policyPatch(keyPolicies.secrets),
    toStatus('status.atProvider.arn', secrets.name),
  ],
}

function alias({ name }: Purpose): Composed {
  return {
    name: `alias-${name}`,
    base: {
      apiVersion: kms,
      kind: 'Alias',
      metadata: { annotations: { 'crossplane.io/external-name': `paddock-${name}` } },
      spec: { forProvider: {} },
    },
    patches: [inRegion, fromStatus(name, field('targetKeyId'))],
  }
}

const own = [data, cluster, logs].map(key)
const named = [data, secrets, cluster, logs].map(alias)

/** The primary region holds the key for secrets. `replica` holds its copy and waits for the primary's keys. */
export const regionKeysPlans: readonly CompositionPlan[] = [
  { environments: [], resources: [...own, key(secrets), ...named, publishedPart('keys')] },
  {
    variant: 'replica',
    environments: peerParts('keys'),
    resources: [...own, secretsReplica, ...named, publishedPart('keys')],
  },
]
