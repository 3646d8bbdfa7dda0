import type { Chart } from 'cdk8s'
import { draw } from '../../lib/kube/draw.ts'
import { wave } from '../../lib/kube/guard.ts'

/** Lifetime of certificates, and time before their end when cert-manager renews them. */
const life = { authority: '43800h', certificate: '2160h', renewBefore: '720h' }

/** A Service that the API server calls, and the Secret of its certificate. */
export interface WebhookCertificate {
  readonly namespace: string
  readonly service: string
  readonly secretName: string
  /** Other Services whose pods use the same certificate, also as clients of each other. */
  readonly peers?: readonly string[]
}

/**
 * Draws the certificate of a Service that the API server calls. An authority of the namespace signs it and signs
 * nothing else. cert-manager writes that authority into objects with {@link injectedFrom}, so the API server trusts a
 * new certificate immediately.
 */
export function drawWebhookCertificate(
  chart: Chart,
  { namespace, service, secretName, peers = [] }: WebhookCertificate,
): void {
  const authority = `${service}-ca`
  const signed = (by: string) => ({
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: by },
    privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 } as const,
    renewBefore: life.renewBefore,
  })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'self-signed', namespace, annotations: wave(-3) },
    spec: { selfSigned: {} },
  })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: authority, namespace, annotations: wave(-3) },
    spec: {
      ...signed('self-signed'),
      commonName: authority,
      duration: life.authority,
      isCA: true,
      secretName: authority,
    },
  })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: authority, namespace, annotations: wave(-2) },
    spec: { ca: { secretName: authority } },
  })
  draw(chart, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secretName, namespace, annotations: wave(-2) },
    spec: {
      ...signed(authority),
      dnsNames: [service, ...peers].map((one) => `${one}.${namespace}.svc`),
      duration: life.certificate,
      secretName,
      usages: ['digital signature', 'server auth', ...(peers.length > 0 ? (['client auth'] as const) : [])],
    },
  })
}

/** Annotation by which cert-manager writes the authority of a certificate into a webhook or an APIService. */
export function injectedFrom(namespace: string, certificate: string) {
  return { 'cert-manager.io/inject-ca-from': `${namespace}/${certificate}` } as const
}
