import { platform } from '../../../lib/resolve/names.ts'
import { ingressName, nameLabel } from '../../../lib/resolve/network.ts'
import type { Composed } from '../../compose/composition.ts'
import { fromRegion, fromSpec, slot, text } from '../../compose/patch.ts'
import { hubProviderConfig } from '../../hub-environment.ts'

const apiVersion = 'kubernetes.crossplane.io/v1alpha2'
const manifest = 'spec.forProvider.manifest'
const secretNamespace = 'crossplane-system'

/**
 * Lets the hub reach the cluster. The kubeconfig names no user: provider-kubernetes asks AWS for a token under its own
 * role, for the cluster with this name. So nothing in it is secret and nothing expires.
 */
const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'region',
  contexts: [{ name: 'region', context: { cluster: slot('claim.clusterName'), user: 'role' } }],
  clusters: [
    {
      name: slot('claim.clusterName'),
      cluster: {
        server: slot('claim.status.endpoint'),
        'certificate-authority-data': slot('claim.status.certificateAuthority'),
      },
    },
  ],
  users: [{ name: 'role', user: {} }],
})

const named = { type: 'string', string: { type: 'Format', fmt: 'kubeconfig-%s' } }

const kubeconfigSecret: Composed = {
  name: 'kubeconfig',
  base: {
    apiVersion,
    kind: 'Object',
    spec: {
      forProvider: {
        manifest: {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { namespace: secretNamespace },
          type: 'Opaque',
        },
      },
      providerConfigRef: { name: hubProviderConfig },
    },
  },
  patches: [
    { ...fromSpec('region', `${manifest}.metadata.name`), transforms: [named] },
    {
      ...text(kubeconfig, `${manifest}.data.kubeconfig`),
      transforms: [{ type: 'string', string: { type: 'Convert', convert: 'ToBase64' } }],
    },
  ],
}

const providerConfig: Composed = {
  name: 'provider-config',
  base: {
    apiVersion,
    kind: 'Object',
    spec: {
      forProvider: {
        manifest: {
          apiVersion: 'kubernetes.crossplane.io/v1alpha1',
          kind: 'ProviderConfig',
          spec: {
            credentials: {
              source: 'Secret',
              secretRef: { key: 'kubeconfig', namespace: secretNamespace },
            },
            identity: { type: 'AWSWebIdentityCredentials', source: 'InjectedIdentity' },
          },
        },
      },
      providerConfigRef: { name: hubProviderConfig },
    },
  },
  patches: [
    fromSpec('region', `${manifest}.metadata.name`),
    { ...fromSpec('region', `${manifest}.spec.credentials.secretRef.name`), transforms: [named] },
  ],
}

/** The pods of the ingress controller get the security group of their tier, not that of the nodes. */
const ingressGroup: Composed = {
  name: 'ingress-security-group',
  base: {
    apiVersion,
    kind: 'Object',
    spec: {
      forProvider: {
        manifest: {
          apiVersion: 'vpcresources.k8s.aws/v1beta1',
          kind: 'SecurityGroupPolicy',
          metadata: { name: 'ingress', namespace: platform.ingress },
          spec: { podSelector: { matchLabels: { [nameLabel]: ingressName } } },
        },
      },
      providerConfigRef: {},
    },
  },
  patches: [
    fromSpec('region', 'spec.providerConfigRef.name'),
    fromRegion('network.securityGroups.ingress', `${manifest}.spec.securityGroups.groupIds[0]`),
  ],
}

/** Resources with which the hub and the cluster work together. */
export const registrationResources: readonly Composed[] = [kubeconfigSecret, providerConfig, ingressGroup]
