import type { AllowedKind } from './kind.ts'
import { anything, either, fields, like, list, one, open, type Shape } from './shape.ts'

const group = 'external-secrets.io'
const entries = one('{namespace}-secrets', '{namespace}-certificate')

/** Which entry a key of the Secret is read from; the API server fills the other fields. */
function readFrom(keys: Shape): Shape {
  return list(
    fields(
      {
        remoteRef: fields(
          {
            conversionStrategy: one('Default'),
            decodingStrategy: one('None'),
            key: keys,
            metadataPolicy: one('None'),
            nullBytePolicy: anything,
            property: anything,
          },
          'key',
        ),
        secretKey: anything,
      },
      'remoteRef',
      'secretKey',
    ),
  )
}

function target(names: Shape): Shape {
  return fields(
    {
      creationPolicy: one('Owner', 'Orphan'),
      deletionPolicy: one('Retain'),
      name: names,
      // No texts are made of the values: a template could put a secret into another place.
      template: fields({
        engineVersion: one('v2'),
        mergePolicy: one('Replace'),
        metadata: anything,
        type: one('kubernetes.io/tls', 'Opaque'),
      }),
    },
    'name',
  )
}

/** An ExternalSecret that reads entries of one store into Secrets of these names. */
export function externalSecret(store: Shape, keys: Shape, targets: Shape): Shape {
  return fields(
    {
      data: readFrom(keys),
      refreshInterval: anything,
      refreshPolicy: one('Periodic'),
      secretStoreRef: store,
      target: target(targets),
    },
    'data',
    'secretStoreRef',
    'target',
  )
}

export function store(kind: 'SecretStore' | 'ClusterSecretStore', name: Shape): Shape {
  return fields({ kind: one(kind), name }, 'kind', 'name')
}

const tenantTargets = one('{namespace}-secrets', 'identity-provider', 'tls')
const cellTargets = one('cell-cache', 'cell-endpoints')

/** Secrets that External Secrets reads and writes: entries of the tenant, and addresses of its cell. */
export const secretKinds: readonly AllowedKind[] = [
  {
    group,
    version: 'v1',
    kind: 'SecretStore',
    plural: 'secretstores',
    name: like('tenant-secrets|standby-[a-z0-9-]+'),
    fields: {
      spec: fields(
        {
          provider: fields(
            {
              aws: fields(
                {
                  auth: fields(
                    {
                      jwt: fields(
                        { serviceAccountRef: fields({ name: one('secrets-reader') }, 'name') },
                        'serviceAccountRef',
                      ),
                    },
                    'jwt',
                  ),
                  region: like('[a-z]{2}(-[a-z]+)+-[0-9]'),
                  service: one('SecretsManager'),
                  sessionTagsPolicy: one('None'),
                },
                'auth',
                'region',
                'service',
              ),
            },
            'aws',
          ),
        },
        'provider',
      ),
    },
    needs: ['spec'],
  },
  {
    group,
    version: 'v1',
    kind: 'ExternalSecret',
    plural: 'externalsecrets',
    name: one('{namespace}-secrets', 'cell-cache', 'cell-endpoints', 'identity-provider', 'tls'),
    fields: {
      spec: either(
        externalSecret(store('SecretStore', one('tenant-secrets')), entries, tenantTargets),
        externalSecret(
          store('ClusterSecretStore', one('cell-{cell}')),
          like('cell-{cell}-(cache|database|files)'),
          cellTargets,
        ),
      ),
    },
    needs: ['spec'],
  },
  {
    group,
    version: 'v1alpha1',
    kind: 'PushSecret',
    plural: 'pushsecrets',
    name: like('generated|standby-[a-z0-9-]+'),
    fields: {
      spec: fields(
        {
          data: list(
            fields(
              {
                conversionStrategy: one('None'),
                match: fields(
                  {
                    remoteRef: fields({ property: anything, remoteKey: entries }, 'remoteKey'),
                    secretKey: one('tls.crt', 'tls.key'),
                  },
                  'remoteRef',
                ),
                metadata: pushMetadata(),
              },
              'match',
            ),
          ),
          deletionPolicy: one('None'),
          refreshInterval: anything,
          secretStoreRefs: list(store('SecretStore', like('tenant-secrets|standby-[a-z0-9-]+')), 1),
          selector: either(
            fields({ secret: fields({ name: one('tls') }, 'name') }, 'secret'),
            fields(
              {
                generatorRef: fields(
                  {
                    apiVersion: one('generators.external-secrets.io/v1alpha1'),
                    kind: one('Password'),
                    name: one('generated'),
                  },
                  'kind',
                  'name',
                ),
              },
              'generatorRef',
            ),
          ),
          updatePolicy: one('Replace', 'IfNotExists'),
        },
        'data',
        'deletionPolicy',
        'secretStoreRefs',
        'selector',
      ),
    },
    needs: ['spec'],
  },
  {
    group: 'generators.external-secrets.io',
    version: 'v1alpha1',
    kind: 'Password',
    plural: 'passwords',
    name: one('generated'),
    fields: { spec: anything },
  },
]

/** Settings of the entry at AWS: its tags, which name the tenant, and no policy or key of its own. */
function pushMetadata(): Shape {
  return fields({
    apiVersion: anything,
    kind: anything,
    spec: fields({
      secretPushFormat: one('string'),
      tags: open({ 'paddock:tenant': one('{tenant}') }),
    }),
  })
}
