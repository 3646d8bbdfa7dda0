import { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import { draw } from '../../lib/kube/draw.ts'
import { guarded } from '../../lib/kube/guard.ts'
import type { ResolvedEndpoints } from '../../lib/resolve/data-types.ts'
import { platform } from '../../lib/resolve/names.ts'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { passwordsReader, secretsReader } from '../kit/secret-readers.ts'

/** Store of the tenant's entries in Secrets Manager, in the cluster's region. */
export const tenantStore = 'tenant-secrets'
/** Annotation of a Secret with the name of its entry in Secrets Manager. */
export const secretNameAnnotation = 'secrets-manager.aws.crossplane.io/secret-name'

/**
 * The tenant's secrets: generated once in the cluster, pushed to Secrets Manager unless they are there, read back
 * from it. Pods use the values that were read back, so a restored or second cluster starts with the same values.
 */
export function secretsChart(scope: Construct, tenant: ResolvedTenant): Chart {
  const { namespace, secrets } = tenant
  const chart = new Chart(scope, 'secrets', { namespace, labels: tenant.labels })
  draw(chart, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: secretsReader, namespace },
    automountServiceAccountToken: false,
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: tenantStore, namespace },
    spec: {
      provider: {
        aws: {
          service: 'SecretsManager',
          region: secrets.region ?? '',
          auth: { jwt: { serviceAccountRef: { name: secretsReader } } },
        },
      },
    },
  })
  // In the other region the replica of the entry has the values. Other values would lock the tenant out.
  if (tenant.home === 'here') drawGenerated(chart, tenant)
  drawBootstrapAccess(chart, tenant)
  const own = (key: string) => ({ key, remoteKey: secrets.name, property: key })
  drawRead(chart, tenant, { name: secrets.name, keys: secrets.generated.keys.map(own) })
  for (const endpoints of secrets.endpoints) drawRead(chart, tenant, endpoints)
  if (secrets.oidc) drawRead(chart, tenant, { name: secrets.oidc.name, keys: [own(secrets.oidc.key)] })
  return chart
}

/**
 * One entry without a key pushes the generator's whole map. Key by key would stop after the first: the operator
 * checks only that the entry exists, not that it holds the key.
 */
function drawGenerated(chart: Chart, { namespace, secrets }: ResolvedTenant): void {
  draw(chart, {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name: 'generated', namespace },
    spec: {
      allowRepeat: true,
      digits: 8,
      length: secrets.generated.length,
      noUpper: false,
      secretKeys: [...secrets.generated.keys],
      symbols: 0,
    },
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name: 'generated', namespace, annotations: guarded },
    spec: {
      data: [
        {
          match: { remoteRef: { remoteKey: secrets.name } },
          metadata: {
            apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
            kind: 'PushSecretMetadata',
            // The default is binary, which no console shows. People must add the client secret in the console.
            spec: { secretPushFormat: 'string' },
          },
        },
      ],
      deletionPolicy: 'None',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'SecretStore', name: tenantStore }],
      selector: {
        generatorRef: {
          apiVersion: 'generators.external-secrets.io/v1alpha1',
          kind: 'Password',
          name: 'generated',
        },
      },
      updatePolicy: 'IfNotExists',
    },
  })
}

/** Lets the Jobs that prepare the tenant's database, which run in the platform's namespace, read its passwords here. */
function drawBootstrapAccess(chart: Chart, { namespace, secrets }: ResolvedTenant): void {
  const name = 'database-passwords'
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name,
      namespace,
      annotations: {
        'paddock.dev/reason': 'The roles of the tenant’s database get these passwords',
      },
    },
    rules: [{ apiGroups: [''], resourceNames: [secrets.name], resources: ['secrets'], verbs: ['get'] }],
  })
  draw(chart, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: passwordsReader, namespace: platform.data }],
  })
}

function drawRead(
  chart: Chart,
  { namespace, labels }: ResolvedTenant,
  { name, clusterStore, keys }: ResolvedEndpoints,
): void {
  // The cell's store reads no entry of Secrets Manager.
  const entry = clusterStore === undefined ? keys[0]?.remoteKey : undefined
  const annotations = entry === undefined ? {} : { annotations: { [secretNameAnnotation]: entry } }
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      data: keys.map(({ key, remoteKey, property }) => ({
        remoteRef: { key: remoteKey, property },
        secretKey: key,
      })),
      // A promoted database has another address, so External Secrets reads the cluster's own Secrets every minute.
      refreshInterval: clusterStore === undefined ? '1h0m0s' : '1m0s',
      secretStoreRef:
        clusterStore === undefined
          ? { kind: 'SecretStore', name: tenantStore }
          : { kind: 'ClusterSecretStore', name: clusterStore },
      target: {
        creationPolicy: 'Owner',
        // If an entry is missing for a moment, the Secret of running pods must remain.
        deletionPolicy: 'Retain',
        name,
        template: { metadata: { ...annotations, labels: { ...labels } } },
      },
    },
  })
}
