import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { tenantNames } from '../../lib/resolve/names.ts'
import { tenantTags } from '../../lib/resolve/tags.ts'
import type { ResolvedAccess, ResolvedTenant } from '../../lib/resolve/types.ts'
import { secretsReader } from '../kit/secret-readers.ts'
import { tenantStore } from './secrets.ts'

/** Secret with the certificate of the tenant's own hosts. */
export const tlsSecret = 'tls'
const tlsKeys = ['tls.crt', 'tls.key']

/**
 * The certificate of the tenant's own hosts. The home region issues it and copies it to the standby region, which reads
 * the copy. Without the copy, a failover would have to request a certificate first.
 */
export function drawCertificate(
  chart: Chart,
  tenant: ResolvedTenant,
  certificate: NonNullable<ResolvedAccess['certificate']>,
): void {
  if (certificate.from === 'copy') drawRead(chart, tenant)
  else {
    drawIssued(chart, tenant, certificate)
    for (const region of certificate.copyTo ?? []) drawCopy(chart, tenant, region)
  }
}

function drawIssued(
  chart: Chart,
  { namespace }: ResolvedTenant,
  { hosts, issuer }: NonNullable<ResolvedAccess['certificate']>,
): void {
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: {
      name: tlsSecret,
      namespace,
      // For the time before the first certificate: without one, NGINX ends the handshake and reports the host as faulty.
      annotations: { 'cert-manager.io/issue-temporary-certificate': 'true' },
    },
    spec: {
      dnsNames: [...hosts],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
      privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 },
      secretName: tlsSecret,
      usages: ['digital signature', 'server auth'],
    },
  })
}

/**
 * External Secrets creates the entry, so that the entry has its tag. Crossplane creates all other AWS resources of a tenant.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 */
function drawCopy(chart: Chart, tenant: ResolvedTenant, region: string): void {
  const { id, namespace } = tenant
  const store = `standby-${region}`
  const metadata = {
    apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
    kind: 'PushSecretMetadata',
    spec: { tags: tenantTags(tenant, 'secrets') },
  }
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: store, namespace },
    spec: {
      provider: {
        aws: {
          service: 'SecretsManager',
          region,
          auth: { jwt: { serviceAccountRef: { name: secretsReader } } },
        },
      },
    },
  })
  draw(chart, {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name: store, namespace },
    spec: {
      data: tlsKeys.map((key) => ({
        match: { remoteRef: { property: key, remoteKey: tenantNames(id).certificate }, secretKey: key },
        metadata,
      })),
      deletionPolicy: 'None',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'SecretStore', name: store }],
      selector: { secret: { name: tlsSecret } },
      updatePolicy: 'Replace',
    },
  })
}

/** The Secret outlives this object. After a promotion a Certificate adopts it and uses it until it has a new one. */
function drawRead(chart: Chart, { id, namespace, labels }: ResolvedTenant): void {
  draw(chart, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: tlsSecret, namespace },
    spec: {
      data: tlsKeys.map((key) => ({
        remoteRef: { key: tenantNames(id).certificate, property: key },
        secretKey: key,
      })),
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: 'SecretStore', name: tenantStore },
      target: {
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        name: tlsSecret,
        template: { metadata: { labels: { ...labels } }, type: 'kubernetes.io/tls' },
      },
    },
  })
}
