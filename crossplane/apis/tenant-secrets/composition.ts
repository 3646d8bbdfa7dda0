import { tenantReaderRole } from '../../../lib/resolve/role-names.ts'
import { type Composed, type CompositionPlan, regionEnvironment } from '../../compose/composition.ts'
import { keepDataNamedByAws } from '../../compose/fields.ts'
import { documentText, irsaTrust } from '../../compose/iam.ts'
import {
  externalName,
  field,
  fromRegion,
  fromSpec,
  fromStatus,
  slot,
  tags,
  text,
  toStatus,
} from '../../compose/patch.ts'
import { readerPolicy, secretPolicy } from '../../iam/tenant-secrets.ts'
import { manifestField, ownObject } from '../../own-cluster.ts'

const secretsManager = 'secretsmanager.aws.upbound.io'
const iam = 'iam.aws.upbound.io'
const tenant = slot('claim.tenant')
const namespace = `tenant-${tenant}`
/** Service account of the tenant's namespace that External Secrets uses. */
const reader = 'secrets-reader'

type Replication = 'alone' | 'replicated'
/** `standby`: the entry is a copy that the home region creates. Only its reader belongs to this region. */
type Reading = Replication | 'standby'

/** The entry without a value. External Secrets writes the value once. It changes only entries with its own tag. */
function secretResource(replication: Replication): Composed {
  const copy = [
    fromRegion('peer.region', field('replica[0].region')),
    fromRegion('peer.secretsKey', field('replica[0].kmsKeyId')),
  ]
  return {
    name: 'secret',
    base: {
      apiVersion: `${secretsManager}/v1beta1`,
      kind: 'Secret',
      spec: {
        managementPolicies: keepDataNamedByAws,
        forProvider: {
          description: 'Secrets of a tenant of Paddock',
          recoveryWindowInDays: 30,
          tags: { 'managed-by': 'external-secrets' },
        },
      },
    },
    patches: [
      tags,
      fromSpec('region', field('region')),
      text(`tenant-${tenant}-secrets`, field('name')),
      fromRegion('keys.secrets', field('kmsKeyId')),
      ...(replication === 'replicated' ? copy : []),
      toStatus('status.atProvider.arn', 'arn'),
    ],
  }
}

const role: Composed = {
  name: 'reader',
  base: {
    apiVersion: `${iam}/v1beta1`,
    kind: 'Role',
    spec: {
      forProvider: { description: 'Reads the secrets of a tenant of Paddock', maxSessionDuration: 3600 },
    },
  },
  patches: [
    tags,
    text(tenantReaderRole(slot('region'), tenant), externalName),
    text(
      documentText(
        irsaTrust(
          { providerArn: slot('oidc.providerArn'), issuer: slot('oidc.issuer') },
          `${namespace}:${reader}`,
        ),
      ),
      field('assumeRolePolicy'),
    ),
    toStatus('status.atProvider.arn', 'readerRoleArn'),
  ],
}

function rolePolicy(reading: Reading): Composed {
  return {
    name: 'reader-policy',
    base: {
      apiVersion: `${iam}/v1beta1`,
      kind: 'RolePolicy',
      metadata: { annotations: { 'crossplane.io/external-name': 'secrets' } },
      spec: { forProvider: { roleSelector: { matchControllerRef: true } } },
    },
    patches: [text(documentText(readerPolicy(reading)), field('policy'))],
  }
}

/** Only AWS knows the account number. The role's ARN is set on the service account once it is known. */
const readerAnnotation = ownObject({
  name: 'reader-annotation',
  manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: reader } },
  does: 'write',
  readyWhen: 'there',
  patches: [
    text(namespace, manifestField('metadata.namespace')),
    fromStatus('readerRoleArn', manifestField('metadata.annotations[eks.amazonaws.com/role-arn]')),
  ],
})

/** Reports that the values exist: External Secrets found them or wrote them. */
const pushed = ownObject({
  name: 'pushed',
  manifest: {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name: 'generated' },
  },
  does: 'read',
  readyWhen: 'ready',
  patches: [
    text(namespace, manifestField('metadata.namespace')),
    toStatus('status.atProvider.manifest.status.syncedResourceVersion', 'pushed'),
  ],
})

/**
 * The policy is created only when the values exist. Before External Secrets writes a value, it removes a resource
 * policy that its own object does not name. Afterwards the policy itself prevents both.
 */
function policy(replication: Replication): Composed {
  return {
    name: 'policy',
    base: {
      apiVersion: `${secretsManager}/v1beta1`,
      kind: 'SecretPolicy',
      // The entry is kept when the object is deleted, so its policy must be kept too.
      spec: { managementPolicies: keepDataNamedByAws, forProvider: { blockPublicPolicy: true } },
    },
    patches: [
      fromStatus('pushed', 'metadata.annotations[paddock.dev/pushed]'),
      fromSpec('region', field('region')),
      fromStatus('arn', field('secretArn')),
      text(documentText(secretPolicy(replication)), field('policy')),
    ],
  }
}

function resources(replication: Replication): Composed[] {
  return [
    secretResource(replication),
    role,
    rolePolicy(replication),
    readerAnnotation,
    pushed,
    policy(replication),
  ]
}

/** The entry alone, or with a copy in the other region. `standby` is that copy from the view of its own region. */
export const tenantSecretsPlans: readonly CompositionPlan[] = [
  { environments: regionEnvironment, resources: resources('alone') },
  { variant: 'replicated', environments: regionEnvironment, resources: resources('replicated') },
  {
    variant: 'standby',
    environments: regionEnvironment,
    resources: [role, rolePolicy('standby'), readerAnnotation],
  },
]
